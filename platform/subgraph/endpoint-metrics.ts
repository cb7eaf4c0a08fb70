import type { Metrics } from "../service/metrics.js";

/** What an endpoint counts about itself. */
export interface EndpointMetrics {
  /** Call at the start of an operation, and what it returns at its end. */
  startOperation(): (outcome: "ok" | "error") => void;
  feedOpened(): void;
  feedClosed(): void;
  feedItem(): void;
}

export function createEndpointMetrics(subgraph: string, metrics: Metrics | undefined): EndpointMetrics {
  if (metrics === undefined) {
    return { startOperation: () => () => {}, feedOpened() {}, feedClosed() {}, feedItem() {} };
  }
  const seconds = metrics.histogram({
    name: "marquee_subgraph_operation_seconds",
    help: "How long queries and mutations took, by subgraph and outcome.",
    labelNames: ["subgraph", "outcome"],
  });
  const feeds = metrics.gauge({
    name: "marquee_subgraph_feeds",
    help: "Subscriptions that are open now.",
    labelNames: ["subgraph"],
  });
  const items = metrics.counter({
    name: "marquee_subgraph_feed_items_total",
    help: "Items that subscriptions delivered.",
    labelNames: ["subgraph"],
  });
  return {
    startOperation() {
      const startedAt = process.hrtime.bigint();
      return (outcome) => seconds.observe({ subgraph, outcome }, Number(process.hrtime.bigint() - startedAt) / 1e9);
    },
    feedOpened: () => feeds.inc({ subgraph }),
    feedClosed: () => feeds.dec({ subgraph }),
    feedItem: () => items.inc({ subgraph }),
  };
}
