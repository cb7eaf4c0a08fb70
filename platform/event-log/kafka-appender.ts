/** What stands between append and the producers: bounds, deadlines, a lane for each partition, and the end of it all. */
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import type { AppendedAt, NewMessage } from "./event-log.js";
import { KafkaAppend } from "./kafka-append.js";
import { QueueBudget } from "./kafka-append-queue.js";
import type { KafkaClient } from "./kafka-client.js";
import type { KafkaMetrics } from "./kafka-metrics.js";
import type { KafkaLimits } from "./kafka-options.js";
import { KafkaProducer } from "./kafka-producer.js";
import type { KafkaTopic } from "./kafka-topics.js";

export interface KafkaAppenderOptions {
  newClient(): KafkaClient;
  partitions: number;
  limits: KafkaLimits;
  metrics: KafkaMetrics;
  logger: Logger;
}

export class KafkaAppender {
  readonly #options: KafkaAppenderOptions;
  readonly #budget: QueueBudget;
  readonly #lanes: readonly KafkaProducer[];
  readonly #unanswered = new Set<KafkaAppend>();
  #closed = false;

  constructor(options: KafkaAppenderOptions) {
    const { limits, metrics, partitions } = options;
    this.#options = options;
    this.#budget = new QueueBudget(limits, ({ messages, bytes }) => {
      metrics.queuedMessages.set(messages);
      metrics.queuedBytes.set(bytes);
    });
    this.#lanes = Array.from(
      { length: Math.min(limits.producers, partitions) },
      () =>
        new KafkaProducer({ ...options, budget: this.#budget, onReplaced: () => metrics.producerReplacements.inc() }),
    );
  }

  async append(topic: KafkaTopic, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    if (messages.length === 0) return [];
    const { metrics } = this.#options;
    const startedAt = performance.now();
    const observe = (outcome: string) =>
      metrics.appendSeconds.observe({ outcome }, (performance.now() - startedAt) / 1000);
    try {
      const places = await this.#send(new KafkaAppend(topic, messages));
      metrics.appended.inc({ topic: topic.name }, messages.length);
      observe("acknowledged");
      return places;
    } catch (error) {
      observe(error instanceof AppError ? error.code.toLowerCase() : "failed");
      throw error;
    }
  }

  /** Refuses what comes from now on, and waits for what came before: each append has a deadline. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#unanswered].map(({ places }) => places));
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  async #send(append: KafkaAppend): Promise<AppendedAt[]> {
    if (this.#closed) throw new AppError("UNAVAILABLE", "The log is closed: Marquee is stopping.");
    this.#budget.admit(append);
    this.#unanswered.add(append);
    const timer = setTimeout(() => append.expire(), this.#options.limits.appendTimeoutMs);
    for (const group of append.groups) this.#lanes[group.partition % this.#lanes.length]?.add(group);
    try {
      return await append.places;
    } finally {
      clearTimeout(timer);
      this.#unanswered.delete(append);
      for (const group of append.givenUp) this.#budget.release(group);
    }
  }
}
