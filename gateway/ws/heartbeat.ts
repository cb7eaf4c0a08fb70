import type { WebSocket } from "ws";

/** Pings a socket and cuts it off when a ping is still unanswered at the next one. Returns what stops it. */
export function watchHeartbeat(socket: WebSocket, everyMs: number): () => void {
  let answered = true;
  socket.on("pong", () => {
    answered = true;
  });
  const timer = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    if (socket.readyState === socket.OPEN) socket.ping();
  }, everyMs);
  return () => clearInterval(timer);
}
