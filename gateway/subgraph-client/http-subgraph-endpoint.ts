import { AppError } from "@marquee/platform/errors/app-error.js";
import { REQUEST_ID_HEADER } from "@marquee/platform/service/request-id.js";
import type { SubgraphEndpoint, SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { encodeViewer, SECRET_HEADER, VIEWER_HEADER } from "@marquee/platform/subgraph/wire-format.js";
import { currentTrace, inSpan } from "@marquee/platform/tracing/otel-spans.js";
import type { ExecutionResult } from "graphql";
import { type Dispatcher, errors, Pool, request } from "undici";
import { readBounded } from "./read-bounded.js";
import { openRemoteFeed } from "./remote-feed.js";

export interface HttpSubgraphEndpointOptions {
  name: string;
  /** Of its /graphql. */
  url: string;
  secret: string;
  connectTimeoutMs: number;
  /** Until the headers, and between two pieces of the body. */
  responseTimeoutMs: number;
  maxResponseBytes: number;
  maxConnections: number;
}

export interface HttpSubgraphEndpoint extends SubgraphEndpoint {
  close(): Promise<void>;
}

/**
 * A subgraph over the network. Rejects with UNAVAILABLE when it can't be reached, with UNKNOWN_OUTCOME when a mutation was sent
 * and no answer came.
 */
export function createHttpSubgraphEndpoint(options: HttpSubgraphEndpointOptions): HttpSubgraphEndpoint {
  const { origin, pathname } = new URL(options.url);
  const pool = new Pool(origin, {
    connections: options.maxConnections,
    connect: { timeout: options.connectTimeoutMs },
    headersTimeout: options.responseTimeoutMs,
    bodyTimeout: options.responseTimeoutMs,
    // Under the subgraph's own, so that this end closes an idle connection first.
    keepAliveTimeout: 30_000,
  });

  return {
    execute: (operation) =>
      inSpan(`subgraph ${options.name}`, { kind: "client", onlyWithin: true }, () => send(operation)),
    subscribe: (operation) =>
      openRemoteFeed(operation, {
        name: options.name,
        url: options.url.replace(/^http/, "ws"),
        secret: options.secret,
        connectTimeoutMs: options.connectTimeoutMs,
        maxMessageBytes: options.maxResponseBytes,
      }),
    close: () => pool.close(),
  };

  async function send(operation: SubgraphRequest): Promise<ExecutionResult> {
    try {
      const response = await request(new URL(pathname, origin), {
        method: "POST",
        dispatcher: pool,
        headers: headersOf(operation, options.secret),
        body: bodyOf(operation),
      });
      const text = await readBounded(response.body, options.maxResponseBytes);
      return resultOf(options.name, response, text);
    } catch (error) {
      throw toAppError(error, options.name, operation);
    }
  }
}

function headersOf({ viewer, requestId }: SubgraphRequest, secret: string): Record<string, string> {
  return {
    "content-type": "application/json",
    accept: "application/json",
    [SECRET_HEADER]: secret,
    [REQUEST_ID_HEADER]: requestId,
    ...(viewer === null ? {} : { [VIEWER_HEADER]: encodeViewer(viewer) }),
    ...currentTrace(),
  };
}

function bodyOf({ query, operationName, variables }: SubgraphRequest): string {
  return JSON.stringify({ query, operationName, variables });
}

function resultOf(name: string, { statusCode }: Dispatcher.ResponseData, text: string): ExecutionResult {
  const result = parseJson(text);
  if (statusCode === 200 && result !== undefined) return result;
  const said = result?.errors?.[0]?.message ?? "no GraphQL";
  // A wrong secret, a refused body: nothing that the client did, and nothing that it should read.
  throw new AppError(
    statusCode >= 500 ? "UNAVAILABLE" : "INTERNAL_SERVER_ERROR",
    `The ${name} subgraph refused a request.`,
    {
      cause: new Error(`HTTP ${statusCode}: ${said}`),
    },
  );
}

function parseJson(text: string): ExecutionResult | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// Before these, nothing was sent.
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function toAppError(error: unknown, name: string, operation: SubgraphRequest): AppError {
  if (error instanceof AppError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const sent = !NEVER_SENT.has(code);
  const mutation = operation.query.trimStart().startsWith("mutation");
  if (sent && mutation) {
    const message = `The ${name} subgraph did not answer; the change may have been made. Send it again with the same idempotency key.`;
    return new AppError("UNKNOWN_OUTCOME", message, { cause: error });
  }
  const late = error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError;
  const message = late ? "did not answer in time" : "can't be reached";
  return new AppError("UNAVAILABLE", `The ${name} subgraph ${message}; try again in a moment.`, { cause: error });
}
