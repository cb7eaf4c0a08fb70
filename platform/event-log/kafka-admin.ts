/** Questions about the cluster, topics and groups: one at a time, asked again for a bounded time. */
import type { Admin, ITopicConfig } from "kafkajs";
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import { BackOff } from "./back-off.js";
import type { KafkaClient } from "./kafka-client.js";
import { kafkaErrorType, messageOf, misconfiguration, reasonToWait, unavailable } from "./kafka-errors.js";
import type { KafkaConnectionOptions } from "./kafka-options.js";

/** In Kafka's own terms: offsets, not positions. */
export interface OffsetRange {
  low: number;
  high: number;
}

export interface KafkaAdminOptions {
  newClient(): KafkaClient;
  /** How the client connects. */
  connection: KafkaConnectionOptions;
  logger: Logger;
  /** For one question, however often it is asked. */
  askTimeoutMs: number;
}

/** What kafkajs says of a connection whose first question was not answered; it never asks it again. */
const UNANSWERED = "Broker not connected";
const WAITING_LINE_EVERY_MS = 5_000;

export class KafkaAdmin {
  readonly #options: KafkaAdminOptions;
  readonly #client: KafkaClient;
  readonly #admin: Admin;
  readonly #stop = new AbortController();
  /** kafkajs' admin keeps the metadata of what it was asked last, and mixes up questions that overlap. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: KafkaAdminOptions) {
    this.#options = options;
    this.#client = options.newClient();
    this.#admin = this.#client.kafka.admin();
  }

  /** Waits until the cluster answers; throws CONFIG_INVALID where waiting is of no use, UNAVAILABLE when the signal aborts. */
  async waitForCluster(signal = new AbortController().signal): Promise<void> {
    const { connection, logger } = this.#options;
    const { brokers } = connection;
    const backOff = new BackOff();
    let told = Number.NEGATIVE_INFINITY;
    while (!signal.aborted) {
      try {
        await this.#admin.connect();
        await this.#admin.describeCluster();
        if (told > 0) logger.info({ brokers }, "Kafka is there");
        return;
      } catch (error) {
        const hopeless = misconfiguration(`No connection to Kafka at ${brokers.join(", ")}`, error);
        if (hopeless !== undefined) throw hopeless;
        if (performance.now() - told > WAITING_LINE_EVERY_MS) {
          told = performance.now();
          logger.info({ reason: reasonToWait(error, connection) }, `waiting for Kafka at ${brokers.join(", ")}`);
        }
        // A connection that was not answered counts as connected in kafkajs, and is of no use for ever.
        await this.#admin.disconnect().catch(() => undefined);
      }
      await backOff.wait(signal);
    }
    throw new AppError("UNAVAILABLE", "Stopped while waiting for Kafka.");
  }

  /** Whether brokers answer at all. */
  async ping(): Promise<void> {
    await this.#ask(() => this.#admin.describeCluster());
  }

  /** Each partition's leader and number of copies; undefined when there is no such topic. */
  topic(name: string): Promise<{ leader: number; replicas: number }[] | undefined> {
    return this.#ask(async () => {
      try {
        const { topics } = await this.#admin.fetchTopicMetadata({ topics: [name] });
        const partitions = topics.find((topic) => topic.name === name)?.partitions ?? [];
        return partitions.map(({ leader, replicas }) => ({ leader, replicas: replicas.length }));
      } catch (error) {
        if (kafkaErrorType(error) === "UNKNOWN_TOPIC_OR_PARTITION") return undefined;
        throw error;
      }
    });
  }

  /** False when there is one already; it stays as it is. */
  createTopic(topic: ITopicConfig): Promise<boolean> {
    return this.#ask(() => this.#admin.createTopics({ topics: [topic], waitForLeaders: false }));
  }

  /** Where each of the partitions begins and ends, by partition. */
  ranges(topic: string, partitions: number): Promise<OffsetRange[]> {
    return this.#ask(async () => {
      const found = await this.#admin.fetchTopicOffsets(topic);
      const ranges = found.toSorted((a, b) => a.partition - b.partition);
      return exactly(partitions, ranges).map(({ low, high }) => ({ low: Number(low), high: Number(high) }));
    });
  }

  /** What the group has committed, by partition; undefined where nothing. */
  committed(group: string, topic: string, partitions: number): Promise<(number | undefined)[]> {
    return this.#ask(async () => {
      const [found] = await this.#admin.fetchOffsets({ groupId: group, topics: [topic] });
      const offsets = (found?.partitions ?? []).toSorted((a, b) => a.partition - b.partition);
      // Negative: none, or reset by kafkajs to "the earliest".
      return exactly(partitions, offsets).map(({ offset }) => (Number(offset) < 0 ? undefined : Number(offset)));
    });
  }

  deleteGroup(group: string): Promise<void> {
    return this.#once(async () => {
      await this.#admin.deleteGroups([group]);
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#queue;
    await this.#admin.disconnect().catch(() => undefined);
    this.#client.destroy();
  }

  async #ask<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const { signal } = this.#stop;
    const backOff = new BackOff();
    const giveUpAt = performance.now() + this.#options.askTimeoutMs;
    for (;;) {
      try {
        return await this.#once(question);
      } catch (error) {
        const hopeless = misconfiguration("Kafka refused", error);
        if (hopeless !== undefined) throw hopeless;
        if (signal.aborted || performance.now() > giveUpAt) throw unavailable(error);
        this.#options.logger.debug({ error }, "a question to Kafka failed; asking again");
        if (messageOf(error).includes(UNANSWERED)) await this.#once(() => this.#connectAnew()).catch(() => undefined);
      }
      await backOff.wait(signal);
    }
  }

  async #connectAnew(): Promise<void> {
    await this.#admin.disconnect();
    await this.#admin.connect();
  }

  #once<Answer>(question: () => Promise<Answer>): Promise<Answer> {
    const answer = this.#queue.then(() => question());
    this.#queue = answer.catch(() => undefined);
    return answer;
  }
}

function exactly<Entry extends { partition: number }>(partitions: number, entries: Entry[]): Entry[] {
  if (entries.length === partitions && entries.every(({ partition }, index) => partition === index)) return entries;
  throw new Error(`asked for ${partitions} partitions, told of ${entries.length}`);
}
