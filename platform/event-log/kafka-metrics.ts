import { createMetrics, type Metrics } from "../service/metrics.js";

export type KafkaMetrics = ReturnType<typeof kafkaMetrics>;

/** The adapter's numbers. Groups and topics are named without their prefixes. */
export function kafkaMetrics(metrics: Metrics = createMetrics()) {
  const groupTopic = ["group", "topic"] as const;
  let queue = { messages: 0, bytes: 0 };
  metrics.gauge({
    name: "marquee_event_log_queued_messages",
    help: "Messages that wait to be sent to the log.",
    collect() {
      this.set(queue.messages);
    },
  });
  metrics.gauge({
    name: "marquee_event_log_queued_bytes",
    help: "Bytes of the messages that wait to be sent to the log.",
    collect() {
      this.set(queue.bytes);
    },
  });
  return {
    /** What is asked for its size when somebody looks, instead of telling it at each of thousands of changes. */
    watchQueue(watched: { readonly messages: number; readonly bytes: number }) {
      queue = watched;
    },
    appended: metrics.counter({
      name: "marquee_event_log_appended_messages_total",
      help: "Messages that the log acknowledged.",
      labelNames: ["topic"],
    }),
    appendSeconds: metrics.histogram({
      name: "marquee_event_log_append_duration_seconds",
      help: "From the call of append to its answer; outcome is acknowledged or the error's code.",
      labelNames: ["outcome"],
    }),
    producerReplacements: metrics.counter({
      name: "marquee_event_log_producer_replacements_total",
      help: "Producers thrown away after a send that failed for good.",
    }),
    commits: metrics.counter({
      name: "marquee_event_log_commits_total",
      help: "Batches that were handled and committed.",
      labelNames: groupTopic,
    }),
    batchRetries: metrics.counter({
      name: "marquee_event_log_batch_retries_total",
      help: "Batches whose handler failed; each comes again.",
      labelNames: groupTopic,
    }),
    rebalances: metrics.counter({
      name: "marquee_event_log_rebalances_total",
      help: "How often a group gave out its partitions anew while this process was a member.",
      labelNames: groupTopic,
    }),
    consumerRestarts: metrics.counter({
      name: "marquee_event_log_consumer_restarts_total",
      help: "Consumers that failed and were started anew.",
      labelNames: groupTopic,
    }),
    lag: metrics.gauge({
      name: "marquee_event_log_consumer_lag_messages",
      help: "Messages of a partition that the group has not committed, as its member in this process knows.",
      labelNames: ["group", "topic", "partition"],
    }),
  };
}
