import type { Logger } from "@marquee/platform/logger/logger.js";
import type { WebSocket } from "ws";
import type { MessageGuard } from "./message-guard.js";

export interface SocketTransportOptions {
  /** Undefined: as many messages as come. */
  guard: MessageGuard | undefined;
  onFlood: () => void;
  /** Called when a message was handed on, and may be answered. */
  onMessage: () => void;
  logger: Logger;
}

const POLICY_VIOLATION = 1008;
const BAD_REQUEST = 4400;
const INTERNAL_ERROR = 4500;

/** A websocket as graphql-ws wants it. */
export function createSocketTransport(
  socket: WebSocket,
  { guard, onFlood, onMessage, logger }: SocketTransportOptions,
) {
  let flooded = false;
  return {
    protocol: socket.protocol,
    send: (text: string) =>
      new Promise<void>((resolve) => {
        if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
        else resolve();
      }),
    close: (code?: number, reason?: string) => socket.close(code, reason),
    onMessage(handle: (text: string) => Promise<void>) {
      socket.on("message", (data, isBinary) => {
        if (flooded) return;
        if (isBinary) return socket.close(BAD_REQUEST, "Messages are JSON, in text frames.");
        if (guard !== undefined && !guard.admit()) {
          flooded = true;
          onFlood();
          const limit = guard.perSecond;
          return socket.close(
            POLICY_VIOLATION,
            `Too many messages in one second; the limit is ${limit}. Send them more slowly.`,
          );
        }
        const handled = handle(String(data));
        onMessage();
        handled.catch((error) => {
          logger.error({ error }, "a websocket message failed");
          socket.close(INTERNAL_ERROR, "Internal server error");
        });
      });
    },
  };
}
