import { errors, types } from "cassandra-driver";
import { AppError } from "../errors/app-error.js";
import { certificateFault, NO_TLS } from "../errors/tls-faults.js";
import type { CassandraOptions } from "./cassandra-options.js";

const codes = types.responseErrorCodes;

/** Answers that say for certain that the write was not begun. */
const NOT_BEGUN = new Set<number>([
  codes.unavailableException,
  codes.isBootstrapping,
  codes.unprepared,
  codes.syntaxError,
  codes.unauthorized,
  codes.invalid,
  codes.configError,
  codes.alreadyExists,
]);

/** What the same request will meet again: a mistake in a statement, in the schema or in the rights. */
const PERMANENT = new Set<number>([
  codes.protocolError,
  codes.badCredentials,
  codes.functionFailure,
  codes.syntaxError,
  codes.unauthorized,
  codes.invalid,
  codes.configError,
  codes.alreadyExists,
]);

/** False for what the same request will meet again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return !PERMANENT.has(error.code);
  return !(
    error instanceof errors.AuthenticationError ||
    error instanceof errors.ArgumentError ||
    error instanceof AppError
  );
}

/** Whether a write that failed so may have been stored, on one replica at least. When in doubt: yes. */
export function mayBeStored(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return !NOT_BEGUN.has(error.code);
  if (error instanceof errors.NoHostAvailableError) return Object.values(error.innerErrors ?? {}).some(wasSent);
  return !(error instanceof AppError);
}

/** The driver notes the coordinator on errors of what it has sent, or tried to send. */
function wasSent(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("coordinator" in error)) return false;
  return "requestNotWritten" in error ? false : mayBeStored(error);
}

/** The driver's error as one of ours, for a read. */
export function readFailure(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isPassing(error))
    return new AppError("UNAVAILABLE", `Cassandra did not answer: ${textOf(error)}`, { cause: error });
  return mistake(error);
}

/** The same for a write; `stored`: whether this or an earlier attempt may have been stored. */
export function writeFailure(error: unknown, stored: boolean): AppError {
  if (error instanceof AppError && !stored) return error;
  if (stored) {
    const message = `Cassandra did not say whether it stored a write: ${textOf(error)}`;
    return new AppError("UNKNOWN_OUTCOME", message, { cause: error });
  }
  if (isPassing(error)) return new AppError("UNAVAILABLE", `Cassandra can't store: ${textOf(error)}`, { cause: error });
  return mistake(error);
}

/** Cassandra calls it a refusal as well when too few nodes are up to read whom it may let in. */
const COULD_NOT_LOOK = /^Unable to perform authentication/;

/** An error at connecting that waiting will not mend, else null. */
export function refusalToConnect(error: unknown): AppError | null {
  const all = error instanceof errors.NoHostAvailableError ? Object.values(error.innerErrors ?? {}) : [error];
  for (const each of all) {
    if (each instanceof errors.AuthenticationError && !COULD_NOT_LOOK.test(each.message)) {
      return new AppError(
        "CONFIG_INVALID",
        `Cassandra refuses the user name or password, CASSANDRA_USERNAME and CASSANDRA_PASSWORD: ${each.message}`,
        { cause: each },
      );
    }
    const certificate =
      each instanceof Error && "code" in each ? certificateFault(each.code, "CASSANDRA_TLS_CA") : undefined;
    if (certificate !== undefined) {
      const message = `Cassandra's certificate ${certificate}: ${messageOf(each)}`;
      return new AppError("CONFIG_INVALID", message, { cause: each });
    }
    if (each instanceof errors.ArgumentError) {
      return new AppError("CONFIG_INVALID", `Cassandra can't be used as configured: ${each.message}`, { cause: each });
    }
  }
  return null;
}

/** Why there is no connection yet. Cassandra says nothing to whom it does not understand, it hangs up. */
export function reasonToWait(error: unknown, { tls }: Pick<CassandraOptions, "tls">): string {
  const text = textOf(error);
  if (tls !== undefined && NO_TLS.test(text)) return `${text} (it may want CASSANDRA_TLS=off)`;
  return tls === undefined && /ECONNRESET|closed/i.test(text) ? `${text} (it may want CASSANDRA_TLS=on)` : text;
}

function mistake(error: unknown): AppError {
  return new AppError("INTERNAL_SERVER_ERROR", `Cassandra refuses a statement: ${textOf(error)}`, { cause: error });
}

export function textOf(error: unknown): string {
  if (!(error instanceof errors.NoHostAvailableError)) return error instanceof Error ? error.message : String(error);
  const tried = Object.entries(error.innerErrors ?? {}).map(([host, inner]) => `${host}: ${messageOf(inner)}`);
  return tried.length > 0 ? `no node can be reached (${tried.join("; ")})` : error.message;
}

function messageOf(inner: unknown): string {
  return inner instanceof Error ? inner.message : String(inner ?? "no answer");
}
