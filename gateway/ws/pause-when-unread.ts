import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";

/**
 * Stops reading from a peer for which more than so many bytes wait, until it has read them: whoever sends without reading would have
 * the answers pile up here. A peer that never reads does not answer pings either, and is cut off. Call what comes back for each message.
 */
export function pauseWhenUnread(
  socket: WebSocket,
  connection: Duplex,
  maxBytes: number,
  onPause: () => void,
): () => void {
  connection.on("drain", () => {
    if (socket.isPaused) socket.resume();
  });
  return () => {
    if (socket.isPaused || socket.bufferedAmount <= maxBytes) return;
    socket.pause();
    onPause();
  };
}
