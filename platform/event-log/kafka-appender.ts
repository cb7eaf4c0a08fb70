/** What stands between append and the producers: bounds, deadlines, a lane for each partition, and the end of it all. */
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import type { AppendedAt, NewMessage } from "./event-log.js";
import { type AppendOwner, KafkaAppend } from "./kafka-append.js";
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

export class KafkaAppender implements AppendOwner {
  readonly #options: KafkaAppenderOptions;
  readonly #budget: QueueBudget;
  readonly #lanes: readonly KafkaProducer[];
  /** The oldest first; all have the same time, so the first is also the first to expire. */
  readonly #unanswered = new Set<KafkaAppend>();
  #deadline: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(options: KafkaAppenderOptions) {
    const { limits, metrics, partitions } = options;
    this.#options = options;
    this.#budget = new QueueBudget(limits);
    metrics.watchQueue(this.#budget);
    this.#lanes = Array.from(
      { length: Math.min(limits.producers, partitions) },
      () =>
        new KafkaProducer({ ...options, budget: this.#budget, onReplaced: () => metrics.producerReplacements.inc() }),
    );
  }

  append(topic: KafkaTopic, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    if (messages.length === 0) return Promise.resolve([]);
    try {
      return this.#start(topic, messages).places;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  #start(topic: KafkaTopic, messages: readonly NewMessage[]): KafkaAppend {
    if (this.#closed) throw new AppError("UNAVAILABLE", "The log is closed: Marquee is stopping.");
    const append = new KafkaAppend(topic, messages, this);
    this.#budget.admit(append);
    this.#unanswered.add(append);
    this.#deadline ??= setTimeout(() => this.#expire(), this.#options.limits.appendTimeoutMs);
    for (const group of append.groups) this.#lanes[group.partition % this.#lanes.length]?.add(group);
    return append;
  }

  answered(append: KafkaAppend, error?: AppError): void {
    this.#unanswered.delete(append);
    for (const group of append.givenUp) this.#budget.release(group);
    const { appended, appendSeconds } = this.#options.metrics;
    const outcome = error === undefined ? "acknowledged" : error.code.toLowerCase();
    appendSeconds.observe({ outcome }, (performance.now() - append.startedAt) / 1_000);
    if (error !== undefined) return;
    for (const { topic, records } of append.groups) appended.inc({ topic: topic.name }, records.length);
  }

  /** Refuses what comes from now on, and waits for what came before: each append has a deadline. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([...this.#unanswered].map(({ places }) => places));
    clearTimeout(this.#deadline);
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  /** One timer for all: thousands come and go in its time. */
  #expire(): void {
    this.#deadline = undefined;
    const now = performance.now();
    for (const append of this.#unanswered) {
      const left = append.startedAt + this.#options.limits.appendTimeoutMs - now;
      if (left > 0) {
        this.#deadline = setTimeout(() => this.#expire(), left);
        return;
      }
      append.expire();
    }
  }
}
