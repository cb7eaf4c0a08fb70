import type { Metrics } from "@marquee/platform/service/metrics.js";

export type LiveMetrics = ReturnType<typeof createLiveMetrics>;

export function createLiveMetrics(metrics: Metrics) {
  return {
    subscribers: metrics.gauge({ name: "marquee_gateway_subscribers", help: "Subscriptions of clients now." }),
    upstreams: metrics.gauge({ name: "marquee_gateway_upstreams", help: "Subscriptions open at subgraphs now." }),
    reopenings: metrics.counter({
      name: "marquee_gateway_upstream_reopenings_total",
      help: "Times a subgraph's feed broke off and was opened again.",
    }),
    executions: metrics.counter({
      name: "marquee_gateway_event_executions_total",
      help: "Events completed by what other subgraphs know, repetitions included.",
    }),
    sharedCompletions: metrics.counter({
      name: "marquee_gateway_event_completions_shared_total",
      help: "Events that a feed took as another feed of the same selection had completed them.",
    }),
    fetches: metrics.counter({
      name: "marquee_gateway_event_fetches_total",
      help: "Requests to subgraphs that completing events took.",
      labelNames: ["subgraph"],
    }),
    deliveries: metrics.counter({
      name: "marquee_gateway_event_deliveries_total",
      help: "Messages handed to subscribers.",
    }),
    replays: metrics.counter({
      name: "marquee_gateway_replays_total",
      help: "Subscriptions that came with a cursor.",
    }),
    drops: metrics.counter({
      name: "marquee_gateway_dropped_messages_total",
      help: "Messages that a slow subscriber never got: behind each such stretch it was told of a gap, or ended.",
    }),
    gaps: metrics.counter({
      name: "marquee_gateway_gaps_total",
      help: "Gaps that this gateway told subscribers of, by reason.",
      labelNames: ["reason"],
    }),
    conflations: metrics.counter({
      name: "marquee_gateway_conflations_total",
      help: "Messages that a newer one took the place of before a slow subscriber read them.",
    }),
    overruns: metrics.counter({
      name: "marquee_gateway_subscriber_overruns_total",
      help: "Subscriptions ended because the client read too slowly.",
    }),
  };
}
