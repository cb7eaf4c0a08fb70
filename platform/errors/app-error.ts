/**
 * Every way Marquee can fail. The list is closed: adapters translate a driver's errors at their edge into one of these,
 * and `to-graphql-error.ts` says what a client sees of each.
 */
export const ERROR_CODES = {
  // What a client can meet.
  UNAUTHENTICATED: { retriable: false },
  FORBIDDEN: { retriable: false },
  BAD_USER_INPUT: { retriable: false },
  NOT_FOUND: { retriable: false },
  RATE_LIMITED: { retriable: true },
  UNAVAILABLE: { retriable: true },
  UNKNOWN_OUTCOME: { retriable: true },
  CURSOR_EXPIRED: { retriable: false },
  CURSOR_INVALID: { retriable: false },
  INTERNAL_SERVER_ERROR: { retriable: false },
  // What only an operator can meet: at start, or in the log.
  CONFIG_INVALID: { retriable: false },
  DATA_DIR_LOCKED: { retriable: true },
  DATA_DIR_UNWRITABLE: { retriable: false },
  STORE_DAMAGED: { retriable: false },
  STORE_TOO_NEW: { retriable: false },
  PORT_IN_USE: { retriable: true },
  EVENT_UNREADABLE: { retriable: false },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface AppErrorOptions {
  cause?: unknown;
  /** Whether the same call may succeed later; each code has its default. */
  retriable?: boolean;
}

/** The one error class of Marquee. `message` is fit for whoever meets the code: it says what is wrong and what to do. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retriable: boolean;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retriable = options.retriable ?? ERROR_CODES[code].retriable;
  }
}
