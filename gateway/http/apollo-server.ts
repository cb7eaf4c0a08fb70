import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { ApolloServerPluginLandingPageLocalDefault } from "@apollo/server/plugin/landingPage/default";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { apolloLogger } from "../execution/apollo-logger.js";
import type { FederatedExecutor } from "../execution/federated-executor.js";
import type { OperationGate } from "../gate/operation-gate.js";
import type { OperationLog } from "../gate/operation-log.js";
import { toPublicError } from "../gate/public-error.js";
import { executorGateway } from "./executor-gateway.js";
import { type GatewayContext, gatePlugin } from "./gate-plugin.js";

/** Apollo Server over the executor, for queries and mutations of both transports. */
export async function startApolloServer(options: {
  executor: FederatedExecutor;
  gate: OperationGate;
  log: OperationLog;
  logger: Logger;
}): Promise<ApolloServer<GatewayContext>> {
  const { executor, gate, log, logger } = options;
  const server = new ApolloServer<GatewayContext>({
    gateway: executorGateway(executor),
    parseOptions: gate.parseOptions,
    validationRules: [...gate.validationRules],
    formatError: (_formatted, error) => toPublicError(error),
    includeStacktraceInErrorResponses: false,
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    stringifyResult: (value) => JSON.stringify(value),
    logger: apolloLogger(logger.child({ component: "apollo-server" })),
    plugins: [
      gatePlugin({ gate, log, logger }),
      ApolloServerPluginLandingPageLocalDefault({ embed: { runTelemetry: false }, footer: false }),
      // Whatever APOLLO_KEY says: nothing leaves this machine.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
  await server.start();
  return server;
}
