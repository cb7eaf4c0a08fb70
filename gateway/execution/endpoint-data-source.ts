import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from "@apollo/gateway";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { ExecutionResult } from "graphql";
import { failedFetch } from "./failed-fetch.js";
import type { OperationContext } from "./federated-executor.js";
import { joinEntityFetches } from "./join-entity-fetches.js";

type Response = Awaited<ReturnType<GraphQLDataSource["process"]>>;

export interface EndpointDataSourceOptions {
  name: string;
  endpoint: SubgraphEndpoint;
  /** At most so long for one request, unless the operation's context asks for less. */
  timeoutMs: number;
  logger: Logger;
  /** Told of every fetch that went with another's request. */
  onJoined?: (subgraph: string) => void;
}

const JOINING = { representations: 100, waitMs: 10 };

/** Apollo's data source over a SubgraphEndpoint. Never throws: a subgraph that fails gives nulls and errors with paths. */
export function createEndpointDataSource(options: EndpointDataSourceOptions): GraphQLDataSource {
  const { name, logger } = options;
  const execute = joinEntityFetches(
    (request) => options.endpoint.execute(request),
    JOINING,
    () => options.onJoined?.(name),
  );
  return {
    async process({ request, context }: GraphQLDataSourceProcessOptions): Promise<Response> {
      const { viewer, requestId, timeoutMs, onFetch } = context as OperationContext;
      const query = request.query ?? "";
      onFetch?.(name);
      try {
        const answer = execute({
          query,
          operationName: request.operationName,
          variables: request.variables,
          viewer,
          requestId,
        });
        return (await withTimeout(
          answer,
          Math.min(timeoutMs ?? Number.POSITIVE_INFINITY, options.timeoutMs),
          name,
          query,
        )) as Response;
      } catch (error) {
        logger.warn({ error, requestId, subgraph: name }, "a subgraph did not answer");
        return failedFetch(name, query, request.variables ?? {}, error) as Response;
      }
    },
  };
}

async function withTimeout(
  answer: Promise<ExecutionResult>,
  timeoutMs: number,
  name: string,
  query: string,
): Promise<ExecutionResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      // A mutation may have had its effect all the same.
      const code = query.trimStart().startsWith("mutation") ? "UNKNOWN_OUTCOME" : "UNAVAILABLE";
      reject(new AppError(code, `The ${name} subgraph did not answer within ${timeoutMs} ms; try again.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
