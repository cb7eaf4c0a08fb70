import { AppError } from "../errors/app-error.js";
import type { SqliteFailure } from "./sqlite-worker-protocol.js";

/** In the worker: what crosses threads of an error. */
export function failureOf(error: unknown): SqliteFailure {
  const { code, message, sql } = error as { code?: unknown; message?: unknown; sql?: unknown };
  return {
    message: String(message ?? error),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof sql === "string" ? { sql } : {}),
  };
}

/** On the main side: the one place that knows what SQLite's errors mean to Marquee. */
export function toAppError(failure: SqliteFailure, file: string): AppError {
  const { code = "" } = failure;
  const cause = new Error([code, failure.message, failure.sql].filter(Boolean).join(": "));
  if (failure.outcomeUnknown) {
    return new AppError(
      "UNKNOWN_OUTCOME",
      `The disk failed while ${file} was written: check the disk, then look or try again.`,
      {
        cause,
      },
    );
  }
  if (code.startsWith("SQLITE_NOTADB") || code.startsWith("SQLITE_CORRUPT")) {
    return new AppError(
      "STORE_DAMAGED",
      `${file} is damaged: restore a backup or delete it (with its -wal and -shm files) to start afresh.`,
      { cause },
    );
  }
  if (code.startsWith("SQLITE_FULL")) {
    return new AppError("UNAVAILABLE", `The disk that holds ${file} is full: make room, then try again.`, { cause });
  }
  if (code.startsWith("SQLITE_IOERR") || code.startsWith("SQLITE_CANTOPEN")) {
    return new AppError("UNAVAILABLE", `${file} can't be read or written: check the disk and the permissions.`, {
      cause,
    });
  }
  if (code.startsWith("SQLITE_READONLY")) {
    return new AppError("UNAVAILABLE", `${file} is read-only: make it writable for this user.`, { cause });
  }
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new AppError("UNAVAILABLE", `${file} is held by another program: end that program, then try again.`, {
      cause,
    });
  }
  return new AppError("INTERNAL_SERVER_ERROR", "A statement of the embedded store failed.", { cause });
}
