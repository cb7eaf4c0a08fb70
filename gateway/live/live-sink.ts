import type { LivePayload } from "./live-payload.js";

/** Where one subscription's messages go. */
export interface LiveSink {
  /** Takes a message, always. False: the peer should be given no more until it is ready. */
  send(payload: LivePayload): boolean;
  /** Resolves when it may be given more, or the signal aborts. */
  ready(signal: AbortSignal): Promise<void>;
  /** Told by how many bytes what waits for this sink has grown or shrunk. */
  waiting(bytes: number): void;
}
