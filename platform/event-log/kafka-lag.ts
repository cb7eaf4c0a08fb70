import type { KafkaAdmin } from "./kafka-admin.js";
import type { KafkaMetrics } from "./kafka-metrics.js";
import type { KafkaLimits } from "./kafka-options.js";
import type { KafkaTopic } from "./kafka-topics.js";

interface LagParts {
  admin: KafkaAdmin;
  topic: KafkaTopic;
  metrics: KafkaMetrics;
  limits: KafkaLimits;
}

/** Keeps the lag of a consumer's partitions true even while nothing is fetched because nothing gets handled. */
export class LagWatch {
  readonly #parts: LagParts;
  readonly #labels: { group: string; topic: string };
  readonly #committed = new Map<number, number>();
  readonly #timer: NodeJS.Timeout;
  #asking = false;

  constructor(parts: LagParts, labels: { group: string; topic: string }) {
    this.#parts = parts;
    this.#labels = labels;
    this.#timer = setInterval(() => void this.#measure(), parts.limits.lagEveryMs).unref();
  }

  set(partition: number, messages: number, committed: number): void {
    this.#committed.set(partition, committed);
    this.#parts.metrics.lag.set({ ...this.#labels, partition: String(partition) }, Math.max(0, messages));
  }

  forget(partition: number): void {
    if (!this.#committed.delete(partition)) return;
    this.#parts.metrics.lag.remove({ ...this.#labels, partition: String(partition) });
  }

  close(): void {
    clearInterval(this.#timer);
    for (const partition of [...this.#committed.keys()]) this.forget(partition);
  }

  async #measure(): Promise<void> {
    if (this.#asking || this.#committed.size === 0) return;
    this.#asking = true;
    const { admin, topic } = this.#parts;
    const ranges = await admin.ranges(topic.kafkaName, topic.partitions).catch(() => []);
    for (const [partition, committed] of this.#committed) {
      const high = ranges[partition]?.high;
      if (high !== undefined) this.set(partition, high - committed, committed);
    }
    this.#asking = false;
  }
}
