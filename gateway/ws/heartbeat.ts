import type { WebSocket } from "ws";

const MOST_UNANSWERED = 2;

/** Pings a socket and cuts it off when two pings in a row are unanswered. Returns what stops it. */
export function watchHeartbeat(socket: WebSocket, everyMs: number): () => void {
  let unanswered = 0;
  socket.on("pong", () => {
    unanswered = 0;
  });
  const timer = setInterval(() => {
    // Not after one: whoever was held up itself for so long finds the timer before the answer.
    if (unanswered === MOST_UNANSWERED) return socket.terminate();
    unanswered += 1;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}
