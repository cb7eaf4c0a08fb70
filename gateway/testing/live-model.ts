// A live hub over a feed in memory, with every step held up for a moment that a test decides, and clients that read it.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { createFeed } from "@marquee/platform/subgraph/feed.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { buildSchema, GraphQLError, parse } from "graphql";
import type { FederatedExecutor, SubscriptionPlan } from "../execution/federated-executor.js";
import { createLiveHub, type LiveHub, type LiveLimits } from "../live/live-hub.js";
import { createLiveMetrics } from "../live/live-metrics.js";
import { FakeFeed } from "./fake-feed.js";
import { readLive } from "./read-live.js";

export const FEED_DOCUMENT = parse("subscription ($after: Cursor) { feed(after: $after) }");

const SCHEMA = buildSchema(
  "scalar Cursor scalar Item type Query { a: Int } type Subscription { feed(after: Cursor): Item }",
);

export interface LiveModel {
  hub: LiveHub;
  feed: FakeFeed;
  metrics: ReturnType<typeof createMetrics>;
}

/** What a slow client gets of this feed. */
export type ModelFeed = "ends" | "has gaps" | "is conflated";

export function createLiveModel(
  delay: () => Promise<void>,
  {
    feedOf = "ends",
    messages = 1_000,
    ...limits
  }: Partial<LiveLimits> & { feedOf?: ModelFeed; messages?: number } = {},
): LiveModel {
  const feed = new FakeFeed();
  const metrics = createMetrics();
  const hub = createLiveHub({
    executor: passThroughExecutor(delay, feedOf),
    endpoints: { feeds: feedEndpoint(feed, delay) },
    limits: {
      waiting: { messages, bytes: 2 ** 20 },
      completionTries: 1,
      completionBudgetMs: 1_000,
      completionConcurrency: 3,
      sharing: { bytes: 2 ** 20, forMs: 1_000 },
      backOff: { firstMs: 1, mostMs: 2, openTries: 5 },
      ...limits,
    },
    metrics: createLiveMetrics(metrics),
    clock: systemClock,
    logger: silentLogger,
  });
  return { hub, feed, metrics };
}

function feedEndpoint(feed: FakeFeed, delay: () => Promise<void>): SubgraphEndpoint {
  return {
    execute: async () => ({}),
    subscribe: (request) =>
      createFeed({
        open: async (signal) =>
          feed.read({ after: request.after, signal, progress: true, beforeItem: delay, byPartition: true }),
        execute: async (item) => {
          const { payload, feed: extensions } = item as FeedItem;
          return {
            data: { feed: { ...(payload as object), cursor: extensions.cursor } },
            extensions: { marquee: extensions },
          };
        },
        toFailure: (error) => {
          const code = error instanceof AppError ? error.code : "INTERNAL_SERVER_ERROR";
          return { errors: [new GraphQLError(String(error), { extensions: { code } })] };
        },
      }),
  };
}

function passThroughExecutor(delay: () => Promise<void>, feedOf: ModelFeed): FederatedExecutor {
  const gapOf: SubscriptionPlan["gapOf"] = (gap) => ({ data: { feed: { type: "gap", ...gap } } });
  return {
    schema: SCHEMA,
    sdl: "",
    execute: async () => ({}),
    planSubscription: () => ({
      subgraph: "feeds",
      operation: "subscription { feed }",
      operationName: undefined,
      variableNames: [],
      viewerDependent: false,
      conflatable: feedOf === "is conflated",
      gapOf: feedOf === "has gaps" ? gapOf : undefined,
      async executeEvent({ data }) {
        await delay();
        return { data: data ?? null };
      },
    }),
    replaceSupergraph: async () => {},
    onSchemaChange: () => () => {},
    close: async () => {},
  };
}

/** A client that reads to the end, keeps what it got, and resumes with its last cursor when it was too slow. */
export class ModelClient {
  readonly eventIds: string[] = [];
  /** The cursor that it started behind: its own, or that of the first progress it was told. */
  start: string | undefined;
  resumed = 0;
  /** What this process says that it holds for the client. */
  heldBytes = 0;
  readonly #hub: LiveHub;
  readonly #delay: () => Promise<void>;
  #last: string | undefined;
  #left = false;
  #messages: AsyncIterableIterator<string, undefined> | undefined;

  constructor(hub: LiveHub, after: string | undefined, delay: () => Promise<void>) {
    this.#hub = hub;
    this.#delay = delay;
    this.start = after;
    this.#last = after;
  }

  /** Reads until all of these have come; resolves early when it leaves. */
  async readUntil(eventIds: readonly string[]): Promise<void> {
    const wanted = new Set(eventIds);
    while (!this.#left && wanted.size > 0) {
      const variables = this.#last === undefined ? {} : { after: this.#last };
      this.#messages = readLive(this.#hub, { document: FEED_DOCUMENT, variables, viewer: null }, (bytes) => {
        this.heldBytes += bytes;
      });
      try {
        await this.#read(this.#messages, wanted);
      } catch (error) {
        if (!(error instanceof AppError && error.code === "UNAVAILABLE")) throw error;
        this.resumed += 1;
      }
    }
    await this.#messages?.return?.();
  }

  /** Its connection breaks; it comes back behind its last cursor. */
  cut(): void {
    void this.#messages?.return?.();
  }

  leave(): void {
    this.#left = true;
    void this.#messages?.return?.();
  }

  async #read(messages: AsyncIterableIterator<string, undefined>, wanted: Set<string>): Promise<void> {
    for (;;) {
      const step = await messages.next();
      if (step.done === true || this.#left) return;
      const { type, eventId, cursor } = JSON.parse(step.value).data.feed;
      if (type === "gap") {
        // Nothing is lost to whoever goes back to before it.
        this.resumed += 1;
        await messages.return?.();
        return;
      }
      this.start ??= cursor;
      this.#last = cursor;
      if (eventId !== undefined) this.eventIds.push(eventId);
      wanted.delete(eventId);
      if (wanted.size === 0) return;
      await this.#delay();
    }
  }
}
