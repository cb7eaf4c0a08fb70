import { buildSubgraphSchema } from "@apollo/subgraph";
import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
} from "graphql";
import { AppError } from "../errors/app-error.js";
import { toGraphQLError } from "../errors/to-graphql-error.js";
import type { Logger } from "../logger/logger.js";
import type { Metrics } from "../service/metrics.js";
import { inSpan, openSpan } from "../tracing/otel-spans.js";
import { createDocumentCache, type PreparedOperation } from "./document-cache.js";
import { createEndpointMetrics } from "./endpoint-metrics.js";
import { createFeed } from "./feed.js";
import type { FeedItem, FeedNote } from "./feed-item.js";
import { createSharedResults } from "./shared-results.js";
import type { SubgraphEndpoint, SubgraphRequest } from "./subgraph-endpoint.js";

/** A request as `createContext` sees it. `signal` aborts when nobody waits for the answer any more: a feed must then end. */
export interface EndpointRequest extends SubgraphRequest {
  readonly signal: AbortSignal;
}

export interface SubgraphEndpointOptions<Context> {
  name: string;
  /** SDL with the federation directives. */
  typeDefs: string;
  /** By type and field; entities have `__resolveReference`, subscription fields `subscribe` and `resolve`. */
  resolvers: object;
  /**
   * Called for every operation and, in a subscription, for every event: what a DataLoader remembers belongs to one of them.
   * A subscription's source gets a context of its own, the one that has the signal to listen to.
   */
  createContext(request: EndpointRequest): Context;
  logger: Logger;
  /** Counts operations and feeds there. */
  metrics?: Metrics;
}

/**
 * Runs a subgraph's operations in this process. Refusals come as results with errors, never as a throw: a subscription that
 * is refused or whose source fails (CURSOR_EXPIRED, say) yields one last item that has errors and no `extensions.marquee`.
 */
export function createSubgraphEndpoint<Context>(options: SubgraphEndpointOptions<Context>): SubgraphEndpoint {
  const schema = toSchema(options);
  const documents = createDocumentCache(schema);
  const results = createSharedResults();
  const metrics = createEndpointMetrics(options.name, options.metrics);

  function toResult(result: ExecutionResult, requestId: string): ExecutionResult {
    if (result.errors === undefined) return result;
    return { ...result, errors: result.errors.map((error) => toClientError(error, requestId)) };
  }

  function toClientError(error: unknown, requestId: string): GraphQLError {
    const wrapped =
      error instanceof GraphQLError ? error : new GraphQLError("Failed.", { originalError: toError(error) });
    return toGraphQLError(wrapped, (hidden) => {
      options.logger.error(
        { error: hidden, requestId, subgraph: options.name, path: wrapped.path },
        "a resolver failed",
      );
    });
  }

  function executionArgs(operation: PreparedOperation, request: EndpointRequest, rootValue?: unknown) {
    return {
      schema,
      document: operation.document,
      rootValue,
      contextValue: options.createContext(request),
      variableValues: request.variables,
      operationName: request.operationName,
    };
  }

  async function run(request: SubgraphRequest): Promise<ExecutionResult> {
    try {
      const operation = documents.prepare(request.query, request.operationName);
      if (operation.kind === OperationTypeNode.SUBSCRIPTION) throw notHere("Subscriptions need a websocket.");
      const signal = new AbortController().signal;
      return toResult(await execute(executionArgs(operation, { ...request, signal })), request.requestId);
    } catch (error) {
      return { errors: [toClientError(error, request.requestId)] };
    }
  }

  return {
    async execute(request) {
      const finish = metrics.startOperation();
      const result = await inSpan(`${options.name} operation`, { onlyWithin: true }, () => run(request));
      finish(result.errors === undefined ? "ok" : "error");
      return result;
    },
    subscribe(request) {
      let operation: PreparedOperation;
      let words: string | undefined;
      return createFeed({
        async open(signal) {
          operation = documents.prepare(request.query, request.operationName);
          if (operation.kind !== OperationTypeNode.SUBSCRIPTION)
            throw notHere("Only subscriptions run over a websocket.");
          words = wordsOf(operation, request);
          metrics.feedOpened();
          signal.addEventListener("abort", () => metrics.feedClosed(), { once: true });
          const opened = await createSourceEventStream(executionArgs(operation, { ...request, signal }));
          return Symbol.asyncIterator in opened ? opened : toResult(opened, request.requestId);
        },
        async execute(item, signal) {
          const { payload, feed, event } = item as FeedItem & Partial<FeedNote>;
          if (payload === undefined) return { extensions: { marquee: feed } };
          let marquee = feed;
          const run = async () =>
            toResult(await execute(executionArgs(operation, { ...request, signal }, item)), request.requestId);
          const runTraced = () => {
            if (feed.trace === undefined) return run();
            const span = openSpan(`${options.name} feed item`, { parent: feed.trace });
            marquee = { ...feed, trace: span.context() };
            return span.run(run).finally(() => span.end());
          };
          const result = await results.of({ event, words, cursor: feed.cursor }, runTraced);
          metrics.feedItem();
          return { ...result, extensions: { marquee } };
        },
        toFailure: (error) => ({ errors: [toClientError(error, request.requestId)] }),
      });
    },
  };
}

type ResolverMap = Extract<Parameters<typeof buildSubgraphSchema>[0], { resolvers?: unknown }>["resolvers"] & object;

function toSchema(options: { name: string; typeDefs: string; resolvers: object }): GraphQLSchema {
  return buildSubgraphSchema({
    typeDefs: parse(options.typeDefs),
    resolvers: options.resolvers as ResolverMap,
  });
}

/** Equal where items are told alike; undefined where that depends on who asks, or can't be said. */
function wordsOf({ selection }: PreparedOperation, { viewer, variables = {} }: SubgraphRequest): string | undefined {
  if (selection === undefined || viewer !== null) return undefined;
  const used = selection.variableNames.filter((name) => Object.hasOwn(variables, name));
  return JSON.stringify([selection.text, used.map((name) => [name, variables[name]])]);
}

function notHere(message: string): AppError {
  return new AppError("BAD_USER_INPUT", message);
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
