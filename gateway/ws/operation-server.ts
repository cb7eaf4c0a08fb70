import type { ApolloServer } from "@apollo/server";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import { inSpan } from "@marquee/platform/tracing/otel-spans.js";
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from "graphql";
import { makeServer, type ServerOptions, type SubscribePayload } from "graphql-ws";
import type { FederatedExecutor } from "../execution/federated-executor.js";
import type { AdmittedOperation, OperationGate } from "../gate/operation-gate.js";
import type { OperationLog } from "../gate/operation-log.js";
import { OperationRefused } from "../gate/operation-refused.js";
import { type ErrorFormatter, publicCode } from "../gate/public-error.js";
import type { RateGate } from "../gate/rates/rate-gate.js";
import type { GatewayContext } from "../http/gate-plugin.js";
import type { LiveHub } from "../live/live-hub.js";
import type { Outbox } from "./outbox.js";
import { sendShared } from "./send-shared.js";
import type { SocketSession } from "./socket-session.js";

export interface SocketExtra {
  outbox: Outbox;
  session: SocketSession;
  /** As rates are counted. */
  address: string;
}

export interface OperationServerOptions {
  server: ApolloServer<GatewayContext>;
  executor: FederatedExecutor;
  gate: OperationGate;
  hub: LiveHub;
  log: OperationLog;
  rates: RateGate;
  format: ErrorFormatter;
  onHidden: (error: unknown, requestId: string) => void;
  connectionInitTimeoutMs: number;
  maxOperationsPerSocket: number;
  clock: Clock;
}

/** What graphql-ws hands from onSubscribe to execute and subscribe. */
interface Run {
  id: string;
  extra: SocketExtra;
  payload: SubscribePayload;
  admitted: AdmittedOperation;
  requestId: string;
}

/** graphql-ws' protocol over the gate, Apollo Server and the live hub. */
export function createOperationServer(options: OperationServerOptions) {
  const { server, executor, gate, hub, log, rates, clock } = options;

  /** The request ids of payloads: an error reaches onError with nothing else to tell it by. */
  const requestIds = new WeakMap<SubscribePayload, string>();

  function refuse(error: unknown, requestId: string, startedAt: number): GraphQLError[] {
    const errors = error instanceof OperationRefused ? error.errors : [toGraphQLError(error)];
    const codes = [...new Set(errors.map(publicCode))];
    const durationMs = performance.now() - startedAt;
    log({ transport: "websocket", type: "unknown", name: undefined, cost: undefined, requestId, durationMs, codes });
    return [...errors];
  }

  function execute(run: Run): Promise<ExecutionResult> {
    const attributes = { "marquee.request_id": run.requestId };
    return inSpan("websocket operation", { kind: "server", parent: null, attributes }, () => answer(run));
  }

  async function answer({ payload, extra, requestId }: Run): Promise<ExecutionResult> {
    const { body } = await server.executeOperation(
      {
        query: payload.query,
        ...defined("operationName", payload.operationName),
        ...defined("variables", payload.variables),
      },
      {
        contextValue: {
          viewer: extra.session.viewer,
          address: extra.address,
          record: { logged: false },
          requestId,
          transport: "websocket",
        },
      },
    );
    if (body.kind !== "single") throw new Error("The operation was answered in pieces.");
    return body.singleResult as ExecutionResult;
  }

  function subscribe({
    id,
    extra,
    admitted,
    requestId,
  }: Run): AsyncIterableIterator<never, undefined> | ExecutionResult {
    const startedAt = performance.now();
    const subscription = hub.subscribe({ ...admitted, viewer: extra.session.viewer });
    const name = admitted.operation.name?.value;
    log({
      transport: "websocket",
      type: "subscription",
      name,
      cost: admitted.cost,
      requestId,
      durationMs: performance.now() - startedAt,
      codes: [],
    });
    return sendShared(subscription, extra.outbox.sink(id));
  }

  const handlers: ServerOptions<Record<string, unknown>, SocketExtra> = {
    connectionInitWaitTimeout: options.connectionInitTimeoutMs,
    onConnect: ({ extra, connectionParams }) => extra.session.begin(connectionParams),
    async onSubscribe({ extra, subscriptions }, id, payload) {
      const startedAt = performance.now();
      const requestId = uuidV7(clock);
      requestIds.set(payload, requestId);
      try {
        if (Object.keys(subscriptions).length > options.maxOperationsPerSocket)
          throw tooMany(options.maxOperationsPerSocket);
        await rates.takeRequest(extra.address);
        if (extra.session.viewer !== null) await rates.takeOperation(extra.session.viewer.userId);
        const admitted = gate.admit(executor.schema, payload);
        const run: Run = { id, extra, payload, admitted, requestId };
        return { schema: executor.schema, document: admitted.document, contextValue: run };
      } catch (error) {
        return refuse(error, requestId, startedAt);
      }
    },
    execute: ({ contextValue }: ExecutionArgs) => execute(contextValue as Run),
    // A throw would close the whole socket: what refuses one subscription has to come out of its iterator.
    subscribe: async ({ contextValue }: ExecutionArgs) => {
      const run = contextValue as Run;
      try {
        return subscribe(run) as AsyncIterable<ExecutionResult>;
      } catch (error) {
        return failing(error);
      }
    },
    onError(_context, _id, payload, errors) {
      return errors.map((error) => {
        const shown = options.format(error);
        if (shown.extensions?.code === "INTERNAL_SERVER_ERROR") options.onHidden(error, requestIds.get(payload) ?? "");
        return shown;
      });
    },
    // Apollo Server has formatted it; graphql-ws would take its errors for instances of GraphQLError.
    onNext: (_context, _id, _payload, _args, result) => ({ ...result }) as never,
  };
  return makeServer(handlers);
}

// biome-ignore lint/correctness/useYield: it fails before there is anything to yield.
async function* failing(error: unknown): AsyncGenerator<never, void> {
  throw error;
}

function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

function tooMany(most: number): GraphQLError {
  return new GraphQLError(
    `This websocket has ${most} operations under way, which is the limit; complete one, or open another websocket.`,
    { extensions: { code: "BAD_USER_INPUT" } },
  );
}

function defined<Key extends string, Value>(key: Key, value: Value | null | undefined): { [K in Key]?: Value } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value });
}
