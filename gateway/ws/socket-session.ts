import type { Clock } from "@marquee/platform/clock/clock.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { WebSocket } from "ws";
import type { TokenVerifier } from "../gate/token-verifier.js";

const FORBIDDEN = 4403;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Who is at the other end of a socket, from connection_init until it closes. */
export interface SocketSession {
  readonly viewer: Viewer | null;
  /** Reads connection_init's payload. False when the socket was closed with 4403, the reason saying why. */
  begin(parameters: Readonly<Record<string, unknown>> | undefined): Promise<boolean>;
  end(): void;
}

export function createSocketSession(socket: WebSocket, verify: TokenVerifier, clock: Clock): SocketSession {
  let viewer: Viewer | null = null;
  let expiry: NodeJS.Timeout | undefined;
  let ended = false;

  function closeAtExpiry(expiresAt: number): void {
    const leftMs = expiresAt - clock.now();
    if (leftMs <= 0) socket.close(FORBIDDEN, "The access token has expired; connect again with a new one.");
    else expiry = setTimeout(() => closeAtExpiry(expiresAt), Math.min(leftMs, MAX_TIMER_MS));
  }

  return {
    get viewer() {
      return viewer;
    },
    async begin(parameters) {
      try {
        viewer = await verify(parameters?.authorization);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        socket.close(FORBIDDEN, error.message);
        return false;
      }
      if (viewer !== null && !ended) closeAtExpiry(viewer.expiresAt);
      return true;
    },
    end() {
      ended = true;
      clearTimeout(expiry);
    },
  };
}
