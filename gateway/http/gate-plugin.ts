import type { ApolloServerPlugin, GraphQLRequestContext } from "@apollo/server";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { GraphQLError } from "graphql";
import type { OperationContext } from "../execution/federated-executor.js";
import type { AdmittedOperation, OperationGate } from "../gate/operation-gate.js";
import type { OperationLog } from "../gate/operation-log.js";
import { publicCode } from "../gate/public-error.js";
import type { RateGate } from "../gate/rates/rate-gate.js";
import { findSignInAttempts, hasSucceeded, type SignInAttempt } from "../gate/rates/sign-in-attempts.js";
import { badRequest, refusedCaller } from "./bad-request.js";
import type { Logged } from "./log-refusals.js";
import { refusalStatus } from "./refusal-status.js";

export interface GatewayContext extends OperationContext {
  transport: "http" | "websocket";
  /** As rates are counted. */
  address: string;
  record: Logged;
}

/** Lets Apollo Server's pipeline go through the gate, and records what went through. */
export function gatePlugin(options: {
  gate: OperationGate;
  rates: RateGate;
  log: OperationLog;
  logger: Logger;
}): ApolloServerPlugin<GatewayContext> {
  const { gate, rates, log, logger } = options;
  return {
    async requestDidStart() {
      const startedAt = performance.now();
      let codes: string[] = [];
      let admitted: AdmittedOperation | undefined;
      let attempts: SignInAttempt[] = [];
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (operation?.operation === "subscription") {
            throw badRequest(
              new GraphQLError("Subscriptions need a websocket: open one on this path with graphql-transport-ws."),
            );
          }
          try {
            admitted = gate.checkOperation(schema, document, request.operationName, request.variables);
          } catch (error) {
            throw error instanceof GraphQLError ? badRequest(error) : error;
          }
          if (admitted === undefined) return;
          const tries = findSignInAttempts(schema, admitted);
          await rates.takeSignIns(contextValue.address, tries).catch((error) => {
            throw refusedCaller(error);
          });
          attempts = tries;
        },
        async didEncounterErrors({ errors, contextValue }) {
          codes = [...new Set(errors.map(publicCode))];
          for (const error of errors) {
            if (publicCode(error) !== "INTERNAL_SERVER_ERROR") continue;
            logger.error({ error, requestId: contextValue.requestId }, "an operation failed");
          }
        },
        async willSendResponse(request) {
          const { http, body } = request.response;
          // Without a source the request was not well-formed, which is a 400 for everybody.
          if (http.status === 400 && request.source !== undefined) {
            http.status = refusalStatus(request.request.http?.headers.get("accept"));
          }
          const data = body.kind === "single" ? body.singleResult.data : undefined;
          const succeeded = attempts.filter((attempt) => hasSucceeded(attempt, data));
          await rates.settleSignIns(request.contextValue.address, succeeded);
          request.contextValue.record.logged = true;
          log({ ...recordOf(request), cost: admitted?.cost, durationMs: performance.now() - startedAt, codes });
        },
      };
    },
  };
}

function recordOf({ operation, operationName, contextValue }: GraphQLRequestContext<GatewayContext>) {
  return {
    transport: contextValue.transport,
    type: operation?.operation ?? ("unknown" as const),
    name: operationName ?? undefined,
    requestId: contextValue.requestId,
  };
}
