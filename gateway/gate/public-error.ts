import { AppError } from "@marquee/platform/errors/app-error.js";
import { CLIENT_CODES } from "@marquee/platform/errors/client-codes.js";
import { GraphQLError, type GraphQLFormattedError } from "graphql";
import { RateLimited } from "./rates/rate-limited.js";

/** Said before anything runs; from a subgraph they would mean that the gateway asked it for nonsense. */
export const REQUEST_CODES: ReadonlySet<string> = new Set([
  "BAD_REQUEST",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "PERSISTED_QUERY_NOT_FOUND",
  "PERSISTED_QUERY_NOT_SUPPORTED",
]);

const HIDDEN_MESSAGE = "Something went wrong on our side; the request id finds it in the logs.";

/** The code that a client sees of an error: INTERNAL_SERVER_ERROR for whatever is not meant for clients. */
export function publicCode(error: unknown): string {
  const code = ownCode(error);
  if (typeof code === "string" && (CLIENT_CODES.has(code) || (REQUEST_CODES.has(code) && !isFromSubgraph(error))))
    return code;
  return "INTERNAL_SERVER_ERROR";
}

/** What a client sees of an error: message, code, path and locations of those that are meant for it; no more than that of others. */
export function toPublicError(error: unknown): GraphQLFormattedError {
  const code = publicCode(error);
  const { path, locations } = error instanceof GraphQLError ? error.toJSON() : {};
  const hidden = code === "INTERNAL_SERVER_ERROR";
  return {
    message: hidden || !(error instanceof Error) ? HIDDEN_MESSAGE : reworded(error.message),
    ...(locations === undefined ? {} : { locations }),
    ...(path === undefined ? {} : { path }),
    extensions: { code, ...retryAfter(error) },
  };
}

export type ErrorFormatter = (error: unknown) => GraphQLFormattedError;

/** `suggestions`: whether a refusal may name what the client may have meant, and with it parts of the schema. */
export function createErrorFormatter({ suggestions }: { suggestions: boolean }): ErrorFormatter {
  if (suggestions) return toPublicError;
  return (error) => {
    const shown = toPublicError(error);
    return { ...shown, message: shown.message.replace(/ Did you mean .*\?$/s, "") };
  };
}

function retryAfter(error: unknown): { retryAfter?: number } {
  const original = error instanceof GraphQLError ? error.originalError : error;
  return original instanceof RateLimited ? { retryAfter: original.retryAfterSeconds } : {};
}

function ownCode(error: unknown): unknown {
  if (error instanceof AppError) return error.code;
  if (!(error instanceof GraphQLError)) return undefined;
  const { originalError } = error;
  if (originalError instanceof AppError) return originalError.code;
  if (tokenLimitOf(error.message) !== undefined) return "BAD_USER_INPUT";
  // Apollo Server puts a code of its own over the one that a validation rule gave.
  const inner = originalError instanceof GraphQLError ? originalError.extensions.code : undefined;
  return inner ?? error.extensions.code ?? (isRefusal(error) ? "BAD_REQUEST" : undefined);
}

/** Apollo Server refuses some requests (a wrong hash of a document, say) with a status and no code. */
function isRefusal({ extensions }: GraphQLError): boolean {
  const status = (extensions.http as { status?: unknown } | undefined)?.status;
  return typeof status === "number" && status >= 400 && status < 500;
}

function isFromSubgraph(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions.serviceName !== undefined;
}

/** graphql-js' parser knows no codes: its words are all there is to tell this refusal from a syntax error. */
function tokenLimitOf(message: string): string | undefined {
  return /^Syntax Error: Document contains more that (\d+) tokens/.exec(message)?.[1];
}

function reworded(message: string): string {
  // What graphql-js says when comparing fields of the same name takes it too long.
  if (message === "Validation aborted.") {
    return "The document has too many fields of the same name to be checked; select each of them once.";
  }
  const limit = tokenLimitOf(message);
  return limit === undefined
    ? message
    : `The document has too many tokens; the limit is ${limit}. Ask for less in one operation.`;
}
