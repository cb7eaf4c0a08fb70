import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { apolloLogger } from "../execution/apollo-logger.js";
import type { FederatedExecutor } from "../execution/federated-executor.js";
import { createDocumentStore } from "../gate/document-store.js";
import type { OperationGate } from "../gate/operation-gate.js";
import type { OperationLog } from "../gate/operation-log.js";
import type { ErrorFormatter } from "../gate/public-error.js";
import type { RateGate } from "../gate/rates/rate-gate.js";
import { executorGateway } from "./executor-gateway.js";
import { type GatewayContext, gatePlugin } from "./gate-plugin.js";
import { createPersistedQueries } from "./persisted-queries.js";

export interface ApolloServerOptions {
  executor: FederatedExecutor;
  gate: OperationGate;
  rates: RateGate;
  log: OperationLog;
  logger: Logger;
  format: ErrorFormatter;
  introspection: boolean;
  /** Each of: parsed documents, and documents that clients registered by hash. */
  maxCacheBytes: number;
}

/** Apollo Server over the executor, for queries and mutations of both transports. */
export async function startApolloServer(options: ApolloServerOptions): Promise<ApolloServer<GatewayContext>> {
  const { executor, gate, rates, log, logger, maxCacheBytes } = options;
  const server = new ApolloServer<GatewayContext>({
    gateway: executorGateway(executor),
    parseOptions: gate.parseOptions,
    validationRules: [...gate.validationRules],
    formatError: (_formatted, error) => options.format(error),
    includeStacktraceInErrorResponses: false,
    introspection: options.introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    documentStore: createDocumentStore(maxCacheBytes),
    persistedQueries: { cache: createPersistedQueries(maxCacheBytes) },
    stringifyResult: (value) => JSON.stringify(value),
    logger: apolloLogger(logger.child({ component: "apollo-server" })),
    plugins: [
      gatePlugin({ gate, rates, log, logger }),
      ApolloServerPluginLandingPageDisabled(),
      // Whatever APOLLO_KEY says: nothing leaves this machine.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}
