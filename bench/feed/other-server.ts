// What the gateway is compared with, over the same subgraphs, the same planner and the same executor.
//   bare:  one execution an event, one frame, written to every websocket in a loop: the least that can be done.
//   plain: graphql-ws as it comes, which executes the operation for each subscriber.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openApolloExecutor } from "@marquee/gateway/execution/apollo-executor.js";
import type { SubscriptionPlan } from "@marquee/gateway/execution/federated-executor.js";
import { LivePayload } from "@marquee/gateway/live/live-payload.js";
import { createHttpSubgraphEndpoint } from "@marquee/gateway/subgraph-client/http-subgraph-endpoint.js";
import { nextFrame, nextHead } from "@marquee/gateway/ws/text-frame.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { type ExecutionArgs, type ExecutionResult, parse, print } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { FEED, SUBSCRIPTION_ID } from "./query.js";

const [mode = "", secret = "", ...urls] = process.argv.slice(2);
const endpoints = Object.fromEntries(
  urls.map((pair) => {
    const [name = "", url = ""] = pair.split("=");
    const limits = {
      connectTimeoutMs: 5_000,
      responseTimeoutMs: 60_000,
      maxResponseBytes: 2 ** 24,
      maxConnections: 64,
    };
    return [name, createHttpSubgraphEndpoint({ name, url, secret, ...limits })];
  }),
);
const logger = createLogger({ level: "warn", service: mode });
const executor = await openApolloExecutor({
  supergraphSdl: readGraphqlFile("supergraph.graphql"),
  endpoints,
  subgraphTimeoutMs: 60_000,
  logger,
});
const document = parse(FEED);
const context = { viewer: null, requestId: "bench" };
const planOf = () => executor.planSubscription({ document, documentHash: print(document) });

const server = createServer();
const sockets = new WebSocketServer({ server, path: "/graphql", perMessageDeflate: false });

/** One upstream for all. */
async function follow(plan: SubscriptionPlan, onEvent: (event: ExecutionResult) => unknown): Promise<void> {
  const { operation: query, operationName } = plan;
  const events = endpoints[plan.subgraph]?.subscribe({ query, operationName, variables: {}, ...context });
  if (events === undefined) throw new Error("There is no such subgraph");
  for await (const event of events) await onEvent(event);
}

if (mode === "bare") serveBare();
else servePlain();

function serveBare(): void {
  const head = nextHead(SUBSCRIPTION_ID);
  const plan = planOf();
  const live = new Set<{ write(frame: Buffer): unknown }>();
  let progress: LivePayload | undefined;
  sockets.on("connection", (socket, { socket: connection }) => {
    socket.on("close", () => live.delete(connection));
    socket.on("message", (data) => {
      if (String(data).includes("connection_init")) socket.send('{"type":"connection_ack"}');
      else {
        live.add(connection);
        if (progress !== undefined) connection.write(nextFrame(head, progress));
      }
    });
  });
  void follow(plan, async (event) => {
    const { data } = await plan.executeEvent(event, {}, context);
    const payload = new LivePayload(JSON.stringify({ data }));
    progress ??= payload;
    const frame = nextFrame(head, payload);
    for (const connection of live) connection.write(frame);
  });
}

function servePlain(): void {
  const listeners = new Set<(event: ExecutionResult) => void>();
  let first: ExecutionResult | undefined;
  void follow(planOf(), (event) => {
    first ??= event;
    for (const listener of listeners) listener(event);
  });
  async function* events(): AsyncGenerator<ExecutionResult> {
    const waiting: ExecutionResult[] = first === undefined ? [] : [first];
    let wake = () => {};
    const listener = (event: ExecutionResult) => {
      waiting.push(event);
      wake();
    };
    listeners.add(listener);
    try {
      for (;;) {
        const event = waiting.shift();
        if (event !== undefined) yield event;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    } finally {
      listeners.delete(listener);
    }
  }
  async function* subscribe(args: ExecutionArgs): AsyncGenerator<ExecutionResult> {
    const plan = executor.planSubscription({ document: args.document, documentHash: FEED });
    for await (const event of events()) yield plan.executeEvent(event, {}, context);
  }
  useServer({ schema: executor.schema, subscribe: async (args: ExecutionArgs) => subscribe(args) }, sockets);
}

server.listen(0, "127.0.0.1", () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
