import type { Clock } from "@marquee/platform/clock/clock.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { WebSocket } from "ws";
import type { SessionWatch } from "../gate/session-watch.js";
import type { Bearer, TokenVerifier } from "../gate/token-verifier.js";
import type { SocketPlace } from "./socket-census.js";

const FORBIDDEN = 4403;
const TRY_AGAIN_LATER = 1013;
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Who is at the other end of a socket, from connection_init until it closes. */
export interface SocketSession {
  readonly viewer: Viewer | null;
  /** Reads connection_init's payload. False when the socket was closed, with 4403 or 1013, the reason saying why. */
  begin(parameters: Readonly<Record<string, unknown>> | undefined): Promise<boolean>;
  end(): void;
}

export function createSocketSession(options: {
  socket: WebSocket;
  place: SocketPlace;
  verify: TokenVerifier;
  sessions: SessionWatch;
  clock: Clock;
}): SocketSession {
  const { socket, place, verify, sessions, clock } = options;
  let viewer: Viewer | null = null;
  let expiry: NodeJS.Timeout | undefined;
  let stopWatching = () => {};
  let ended = false;

  function closeAtExpiry(expiresAt: number): void {
    const leftMs = expiresAt - clock.now();
    if (leftMs <= 0) socket.close(FORBIDDEN, "The access token has expired; connect again with a new one.");
    else expiry = setTimeout(() => closeAtExpiry(expiresAt), Math.min(leftMs, MAX_TIMER_MS));
  }

  function closeAtSessionEnd(): void {
    socket.close(FORBIDDEN, "The session has ended; sign in again.");
  }

  return {
    get viewer() {
      return viewer;
    },
    async begin(parameters) {
      let bearer: Bearer | null;
      try {
        bearer = await verify(parameters?.authorization);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        socket.close(FORBIDDEN, error.message);
        return false;
      }
      viewer = bearer?.viewer ?? null;
      if (bearer === null || viewer === null || ended) return true;
      if (!place.claim(viewer.userId)) {
        const reason = `This user has ${place.maxPerUser} websockets open, which is the limit; close one of them.`;
        socket.close(TRY_AGAIN_LATER, reason);
        return false;
      }
      closeAtExpiry(viewer.expiresAt);
      if (bearer.sessionId !== null) stopWatching = sessions.watch(bearer.sessionId, closeAtSessionEnd);
      return true;
    },
    end() {
      ended = true;
      clearTimeout(expiry);
      stopWatching();
    },
  };
}
