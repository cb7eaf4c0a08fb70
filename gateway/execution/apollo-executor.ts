import type { GraphQLDataSource } from "@apollo/gateway";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { createEndpointDataSource } from "./endpoint-data-source.js";
import type { FederatedExecutor } from "./federated-executor.js";
import { type LoadedSupergraph, loadSupergraph, requestContext } from "./loaded-supergraph.js";
import { createRecentOperations } from "./recent-operations.js";

export interface ApolloExecutorOptions {
  supergraphSdl: string;
  /** By the name that the supergraph gives each subgraph; one that is missing answers UNAVAILABLE. */
  endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  subgraphTimeoutMs: number;
  logger: Logger;
  /** Told of every fetch of entities that went with another's request. */
  onJoined?: (subgraph: string) => void;
  maxSubscriptionPlans?: number;
  maxQueryPlanMiB?: number;
}

/** Operations that are planned for another supergraph before it serves, and how long that may hold it up. */
const WARMED_OPERATIONS = 500;
const WARMING_MS = 5_000;

/** The executor over @apollo/gateway: its planner, its executor, our data sources. */
export async function openApolloExecutor(options: ApolloExecutorOptions): Promise<FederatedExecutor> {
  const { maxSubscriptionPlans = 1_000, maxQueryPlanMiB = 30 } = options;
  const logger = options.logger.child({ component: "apollo-gateway" });
  const dataSources: Record<string, GraphQLDataSource> = {};
  const dataSource = (name: string) => {
    dataSources[name] ??= createEndpointDataSource({
      name,
      endpoint: options.endpoints[name] ?? missingEndpoint(name),
      timeoutMs: options.subgraphTimeoutMs,
      logger: options.logger,
      ...(options.onJoined === undefined ? {} : { onJoined: options.onJoined }),
    });
    return dataSources[name];
  };
  const load = (sdl: string) =>
    loadSupergraph(sdl, { dataSource, dataSources, maxSubscriptionPlans, maxQueryPlanMiB, logger });
  const recent = createRecentOperations(WARMED_OPERATIONS);
  const listeners = new Set<() => void>();
  let loaded = await load(options.supergraphSdl);
  let replacing: Promise<void> = Promise.resolve();

  /** Beside it the old one serves: the event loop has its turn between any two plans. */
  async function warm(next: LoadedSupergraph): Promise<void> {
    const deadline = performance.now() + WARMING_MS;
    let warmed = 0;
    for (const operation of recent.all()) {
      if (performance.now() > deadline) break;
      await new Promise((resolve) => setImmediate(resolve));
      try {
        await next.warm(operation);
        warmed += 1;
      } catch (error) {
        logger.debug({ error }, "an operation could not be planned beforehand");
      }
    }
    logger.info({ operations: warmed }, "operations are planned for the next supergraph");
  }

  async function replace(supergraphSdl: string): Promise<void> {
    const next = await load(supergraphSdl);
    await warm(next);
    const previous = loaded;
    loaded = next;
    for (const listener of listeners) listener();
    // What runs on it has its plan and its data sources, and comes to its end.
    await previous.close();
  }

  return {
    get schema() {
      return loaded.schema;
    },
    get sdl() {
      return loaded.sdl;
    },
    async execute({ document, documentHash, operationName, variables, context }) {
      recent.note({ document, documentHash, operationName });
      const { schema, execute } = loaded;
      const { data, errors, extensions } = await execute(
        requestContext({ document, documentHash, operationName, variables, context, schema }),
      );
      // Nulls where the schema has none, of which no subgraph said why: theirs to explain, not the client's to read.
      if (extensions !== undefined) logger.warn({ extensions, requestId: context.requestId }, "a result is incomplete");
      return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) };
    },
    planSubscription(request) {
      recent.note({ ...request, operationName: undefined });
      return loaded.subscriptions.plan(request);
    },
    replaceSupergraph(supergraphSdl) {
      const replaced = replacing.then(() => replace(supergraphSdl));
      replacing = replaced.catch(() => {});
      return replaced;
    },
    onSchemaChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      await replacing;
      await loaded.close();
    },
  };
}

function missingEndpoint(name: string): SubgraphEndpoint {
  const error = new AppError("UNAVAILABLE", `The gateway was given no address for the ${name} subgraph.`);
  return {
    execute: async () => {
      throw error;
    },
    // biome-ignore lint/correctness/useYield: it fails before there is anything to yield.
    async *subscribe() {
      throw error;
    },
  };
}
