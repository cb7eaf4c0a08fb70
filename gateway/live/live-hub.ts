import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { SubgraphEndpoint, Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { DocumentNode } from "graphql";
import type { FederatedExecutor } from "../execution/federated-executor.js";
import { type LiveFeed, liveFeed } from "./live-feed.js";
import type { LiveMetrics } from "./live-metrics.js";
import type { LiveSink } from "./live-sink.js";
import { type PreparedSubscription, prepareSubscription } from "./prepare-subscription.js";
import { type SharingLimits, shareCompletions } from "./share-completions.js";
import type { LiveSource, SharedStream } from "./shared-stream.js";
import { startSource } from "./start-source.js";
import { runSubscription } from "./subscription.js";
import type { BackOff } from "./upstream.js";
import type { WaitingLimits } from "./waiting-items.js";

export interface LiveLimits {
  /** What may wait for one slow subscriber. */
  waiting: WaitingLimits;
  completionTries: number;
  completionBudgetMs: number;
  /** Events of one feed that are completed at the same time. */
  completionConcurrency: number;
  sharing: SharingLimits;
  backOff: BackOff;
}

export interface LiveHubOptions {
  executor: FederatedExecutor;
  endpoints: Readonly<Record<string, SubgraphEndpoint>>;
  limits: LiveLimits;
  metrics: LiveMetrics;
  clock: Clock;
  logger: Logger;
}

export interface LiveRequest {
  /** Admitted by the gate. */
  document: DocumentNode;
  variables: Readonly<Record<string, unknown>>;
  viewer: Viewer | null;
}

/** Hands one client's messages to a sink until the signal aborts. Rejects with what ends the feed. Once. */
export type LiveSubscription = (sink: LiveSink, signal: AbortSignal) => Promise<void>;

/** All live subscriptions of this process; equal ones share an upstream. */
export interface LiveHub {
  /** Throws an AppError or a GraphQLError for what can't be subscribed to. */
  subscribe(request: LiveRequest): LiveSubscription;
  close(): void;
}

export function createLiveHub(options: LiveHubOptions): LiveHub {
  const { executor, limits, metrics } = options;
  const streams = new Map<string, SharedStream>();
  const sources = new Set<LiveSource>();
  let prepared = new WeakMap<DocumentNode, PreparedSubscription>();
  const complete = shareCompletions(limits.sharing, () => metrics.sharedCompletions.inc());
  const closing = new AbortController();
  let generation = 0;
  const unlisten = executor.onSchemaChange(() => {
    generation += 1;
    prepared = new WeakMap();
  });

  function prepare(document: DocumentNode): PreparedSubscription {
    const known = prepared.get(document) ?? prepareSubscription(executor.schema, document);
    prepared.set(document, known);
    return known;
  }

  function openSource(feed: LiveFeed, after: string | undefined): LiveSource {
    const source = startSource(feed, after, {
      ...options,
      complete,
      closing: closing.signal,
      onClose: () => {
        sources.delete(source);
        metrics.upstreams.dec();
      },
    });
    sources.add(source);
    metrics.upstreams.inc();
    return source;
  }

  return {
    subscribe({ document, variables, viewer }) {
      const subscription = prepare(document);
      const plan = executor.planSubscription({ document: subscription.document, documentHash: subscription.text });
      const feed = liveFeed(generation, subscription, plan, variables, viewer);
      const after = subscription.afterOf(variables);
      const options = { feed, after, streams, openSource, limits: limits.waiting, metrics };
      return (sink, signal) => runSubscription(options, sink, signal);
    },
    close() {
      unlisten();
      closing.abort();
      for (const source of sources) source.close();
    },
  };
}
