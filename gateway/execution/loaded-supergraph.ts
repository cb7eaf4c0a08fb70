import "../config/disable-apollo-telemetry.js";
import { ApolloGateway, type GraphQLDataSource } from "@apollo/gateway";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { type DocumentNode, type GraphQLSchema, getOperationAST, printSchema, validate } from "graphql";
import { apolloLogger } from "./apollo-logger.js";
import { checkScalars } from "./check-scalars.js";
import type { RecentOperation } from "./recent-operations.js";
import { sampleVariables } from "./sample-variables.js";
import { createSubscriptionPlanner, type SubscriptionPlanner } from "./subscription-planner.js";

export type Execute = Awaited<ReturnType<ApolloGateway["load"]>>["executor"];
export type RequestContext = Parameters<Execute>[0];

/** One supergraph, with its planners and their plans. */
export interface LoadedSupergraph {
  schema: GraphQLSchema;
  sdl: string;
  execute: Execute;
  subscriptions: SubscriptionPlanner;
  /** Makes and keeps the plan of an operation, as far as it can run here; asks no subgraph. */
  warm(operation: RecentOperation): Promise<void>;
  close(): Promise<void>;
}

export interface LoadOptions {
  dataSource(name: string): GraphQLDataSource;
  dataSources: Readonly<Record<string, GraphQLDataSource>>;
  maxSubscriptionPlans: number;
  maxQueryPlanMiB: number;
  logger: Logger;
}

/** The context of an operation that is planned and not run. */
const WARMING = {};

/** Throws CONFIG_INVALID. */
export async function loadSupergraph(supergraphSdl: string, options: LoadOptions): Promise<LoadedSupergraph> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => options.dataSource(name),
    logger: apolloLogger(options.logger),
    experimental_approximateQueryPlanStoreMiB: options.maxQueryPlanMiB,
    experimental_didResolveQueryPlan({ requestContext }) {
      // The plan is kept by now; nothing shall be asked.
      if ((requestContext as { context?: unknown }).context === WARMING) throw new Error("planned");
    },
    __exposeQueryPlanExperimental: false,
    validateSupergraph: true,
  });
  try {
    const { executor } = await gateway.load();
    const { schema } = gateway;
    if (schema === undefined) throw new Error("it has no schema");
    const { dataSources, maxSubscriptionPlans } = options;
    const subscriptions = createSubscriptionPlanner({ supergraphSdl, dataSources, maxPlans: maxSubscriptionPlans });
    checkScalars(schema);
    return {
      schema,
      sdl: `${printSchema(schema)}\n`,
      execute: executor,
      subscriptions,
      async warm({ document, documentHash, operationName }) {
        const operation = getOperationAST(document, operationName);
        if (!operation || validate(schema, document).length > 0) return;
        if (operation.operation === "subscription") return void subscriptions.plan({ document, documentHash });
        const variables = sampleVariables(schema, operation);
        const context = requestContext({ document, documentHash, operationName, variables, context: WARMING, schema });
        await executor(context).catch(() => {});
      },
      close: () => gateway.stop(),
    };
  } catch (cause) {
    await gateway.stop();
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `The supergraph can't be served (${reason}); have SUPERGRAPH_PATH name a composed one, or leave it unset.`;
    throw new AppError("CONFIG_INVALID", message, { cause });
  }
}

/** What @apollo/gateway reads of Apollo Server's request context. */
export function requestContext(options: {
  document: DocumentNode;
  documentHash: string;
  operationName: string | undefined;
  variables: Record<string, unknown>;
  context: object;
  schema: GraphQLSchema;
}): RequestContext {
  const { document, documentHash, operationName, variables, context, schema } = options;
  const request = { variables, ...(operationName === undefined ? {} : { operationName }) };
  return {
    request,
    document,
    queryHash: documentHash,
    operationName: operationName ?? null,
    context,
    schema,
    metrics: {},
  } as unknown as RequestContext;
}
