import type { ErrorCode } from "./app-error.js";

/** The codes that a client may meet; what else goes wrong is hidden from it. */
export const CLIENT_CODES: ReadonlySet<string> = new Set<ErrorCode>([
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "BAD_USER_INPUT",
  "NOT_FOUND",
  "RATE_LIMITED",
  "UNAVAILABLE",
  "UNKNOWN_OUTCOME",
  "CURSOR_EXPIRED",
  "CURSOR_INVALID",
]);
