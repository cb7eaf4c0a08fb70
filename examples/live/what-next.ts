// What a client does when its connection or its subscription has ended: the tables of gateway/PROTOCOL.md as two functions.

export type Next =
  /** Connect again, after so long at least, and go on behind the last cursor. */
  | { action: "resume"; notBeforeMs: number }
  /** The same with another token. */
  | { action: "refresh" }
  /** Start without a cursor: something may have been missed. */
  | { action: "start anew"; gap: LostCursor }
  /** It would end the same way again: the operation, or this client, is wrong. */
  | { action: "give up" };

/** Why a cursor can't be resumed from. */
export type LostCursor = "CURSOR_EXPIRED" | "CURSOR_INVALID";

/** As they stand in an `error` message. */
export interface Refusal {
  readonly message: string;
  readonly extensions?: { readonly code?: unknown; readonly retryAfter?: unknown };
}

const RESUME: Next = { action: "resume", notBeforeMs: 0 };
/** 1008: too many messages, 1013: too many websockets. */
const SLOW_DOWN: readonly number[] = [1008, 1013];
/** No websocket frames, no UTF-8, messages that are too large, of no protocol, before connection_init, of another protocol, with an id twice, connection_init twice. */
const OWN_FAULT: readonly number[] = [1002, 1007, 1009, 4400, 4401, 4406, 4409, 4429];

export function afterClose(code: number): Next {
  if (code === 4403) return { action: "refresh" };
  if (SLOW_DOWN.includes(code)) return { action: "resume", notBeforeMs: 5_000 };
  return OWN_FAULT.includes(code) ? { action: "give up" } : RESUME;
}

export function afterRefusal([first]: readonly Refusal[]): Next {
  const { code, retryAfter } = first?.extensions ?? {};
  switch (code) {
    case "CURSOR_EXPIRED":
    case "CURSOR_INVALID":
      return { action: "start anew", gap: code };
    case "UNAVAILABLE":
    case "INTERNAL_SERVER_ERROR":
      return RESUME;
    case "RATE_LIMITED":
      return { action: "resume", notBeforeMs: Number(retryAfter ?? 1) * 1_000 };
    case "UNAUTHENTICATED":
      return { action: "refresh" };
    default:
      return { action: "give up" };
  }
}
