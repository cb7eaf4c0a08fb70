import "../config/disable-apollo-telemetry.js";
import { ApolloGateway, type GraphQLDataSource } from "@apollo/gateway";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { type DocumentNode, type GraphQLSchema, printSchema } from "graphql";
import { apolloLogger } from "./apollo-logger.js";
import { checkScalars } from "./check-scalars.js";
import { createEndpointDataSource } from "./endpoint-data-source.js";
import type { FederatedExecutor } from "./federated-executor.js";
import { createSubscriptionPlanner, type SubscriptionPlanner } from "./subscription-planner.js";

type Execute = Awaited<ReturnType<ApolloGateway["load"]>>["executor"];
type RequestContext = Parameters<Execute>[0];

export interface ApolloExecutorOptions {
  supergraphSdl: string;
  /** By the name that the supergraph gives each subgraph; one that is missing answers UNAVAILABLE. */
  endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  subgraphTimeoutMs: number;
  logger: Logger;
  maxSubscriptionPlans?: number;
  maxQueryPlanMiB?: number;
}

interface Loaded {
  schema: GraphQLSchema;
  sdl: string;
  subscriptions: SubscriptionPlanner;
}

/** The executor over @apollo/gateway: its planner, its executor, our data sources. */
export async function openApolloExecutor(options: ApolloExecutorOptions): Promise<FederatedExecutor> {
  const logger = options.logger.child({ component: "apollo-gateway" });
  const dataSources: Record<string, GraphQLDataSource> = {};
  const dataSource = (name: string) => {
    dataSources[name] ??= createEndpointDataSource({
      name,
      endpoint: options.endpoints[name] ?? missingEndpoint(name),
      timeoutMs: options.subgraphTimeoutMs,
      logger: options.logger,
    });
    return dataSources[name];
  };
  let update: (supergraphSdl: string) => void = () => {};
  const gateway = new ApolloGateway({
    supergraphSdl: async (hooks) => {
      update = hooks.update;
      return { supergraphSdl: options.supergraphSdl };
    },
    buildService: ({ name }) => dataSource(name),
    logger: apolloLogger(logger),
    experimental_approximateQueryPlanStoreMiB: options.maxQueryPlanMiB ?? 30,
    __exposeQueryPlanExperimental: false,
    validateSupergraph: true,
  });
  const { executor } = await gateway.load().catch((cause: Error) => {
    const message = `The supergraph can't be served (${cause.message}); have SUPERGRAPH_PATH name a composed one, or leave it unset.`;
    throw new AppError("CONFIG_INVALID", message, { cause });
  });
  const listeners = new Set<() => void>();

  const plannerOf = (supergraphSdl: string) =>
    createSubscriptionPlanner({ supergraphSdl, dataSources, maxPlans: options.maxSubscriptionPlans ?? 1_000 });

  function loadedWith(subscriptions: SubscriptionPlanner): Loaded {
    if (gateway.schema === undefined) throw new AppError("CONFIG_INVALID", "The supergraph has no schema.");
    checkScalars(gateway.schema);
    return { schema: gateway.schema, sdl: `${printSchema(gateway.schema)}\n`, subscriptions };
  }
  let loaded = loadedWith(plannerOf(options.supergraphSdl));

  return {
    get schema() {
      return loaded.schema;
    },
    get sdl() {
      return loaded.sdl;
    },
    async execute({ document, documentHash, operationName, variables, context }) {
      const { data, errors, extensions } = await executor(
        requestContext(document, documentHash, operationName, variables, context, loaded.schema),
      );
      // Nulls where the schema has none, of which no subgraph said why: theirs to explain, not the client's to read.
      if (extensions !== undefined) logger.warn({ extensions, requestId: context.requestId }, "a result is incomplete");
      return { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) };
    },
    planSubscription: (request) => loaded.subscriptions.plan(request),
    replaceSupergraph(supergraphSdl) {
      // First what can refuse it, then what changes.
      const subscriptions = plannerOf(supergraphSdl);
      update(supergraphSdl);
      loaded = loadedWith(subscriptions);
      for (const listener of listeners) listener();
    },
    onSchemaChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => gateway.stop(),
  };
}

/** What @apollo/gateway reads of Apollo Server's request context. */
function requestContext(
  document: DocumentNode,
  documentHash: string,
  operationName: string | undefined,
  variables: Record<string, unknown>,
  context: object,
  schema: GraphQLSchema,
): RequestContext {
  const request = { variables, ...(operationName === undefined ? {} : { operationName }) };
  const named = operationName ?? null;
  return {
    request,
    document,
    queryHash: documentHash,
    operationName: named,
    context,
    schema,
    metrics: {},
  } as unknown as RequestContext;
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
