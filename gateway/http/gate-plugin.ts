import type { ApolloServerPlugin, GraphQLRequestContext } from "@apollo/server";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { GraphQLError } from "graphql";
import type { OperationContext } from "../execution/federated-executor.js";
import type { OperationGate } from "../gate/operation-gate.js";
import type { OperationLog } from "../gate/operation-log.js";
import { publicCode } from "../gate/public-error.js";
import { badRequest } from "./bad-request.js";

export interface GatewayContext extends OperationContext {
  transport: "http" | "websocket";
}

/** Lets Apollo Server's pipeline go through the gate, and records what went through. */
export function gatePlugin(options: {
  gate: OperationGate;
  log: OperationLog;
  logger: Logger;
}): ApolloServerPlugin<GatewayContext> {
  const { gate, log, logger } = options;
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      let codes: string[] = [];
      return {
        async didResolveOperation({ schema, document, operation, request }) {
          if (operation?.operation === "subscription") {
            throw badRequest(
              new GraphQLError("Subscriptions need a websocket: open one on this path with graphql-transport-ws."),
            );
          }
          try {
            gate.checkOperation(schema, document, request.operationName, request.variables);
          } catch (error) {
            throw error instanceof GraphQLError ? badRequest(error) : error;
          }
        },
        async didEncounterErrors({ errors, contextValue }) {
          codes = [...new Set(errors.map(publicCode))];
          for (const error of errors) {
            if (publicCode(error) !== "INTERNAL_SERVER_ERROR") continue;
            logger.error({ error, requestId: contextValue.requestId }, "an operation failed");
          }
        },
        async willSendResponse(request) {
          log(recordOf(request, performance.now() - startedAt, codes));
        },
      };
    },
  };
}

function recordOf(request: GraphQLRequestContext<GatewayContext>, durationMs: number, codes: readonly string[]) {
  const { operation, operationName, contextValue } = request;
  return {
    transport: contextValue.transport,
    type: operation?.operation ?? ("unknown" as const),
    name: operationName ?? undefined,
    requestId: contextValue.requestId,
    durationMs,
    codes,
  };
}
