/**
 * Membership of a group, through kafkajs' consumer: joins, fetches, stays, leaves, and is started anew whenever kafkajs gives up.
 * kafkajs fetches from a broker again only when everything it was given is handled; so nothing is handled in its loop: it hands
 * over, and whoever has too much pauses the partition. That way no partition waits for another, and heartbeats for none.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Batch, Consumer, EachBatchPayload } from "kafkajs";
import type { Logger } from "../logger/logger.js";
import { BackOff } from "./back-off.js";
import type { KafkaClient } from "./kafka-client.js";
import { messageOf } from "./kafka-errors.js";
import type { KafkaLimits } from "./kafka-options.js";
import type { KafkaTopic } from "./kafka-topics.js";

export interface GroupMemberOptions {
  groupId: string;
  topic: KafkaTopic;
  newClient(): KafkaClient;
  limits: KafkaLimits;
  logger: Logger;
  /** Of one partition and one fetch. */
  maxFetchBytes: number;
  /** These partitions are this member's from now on, and nothing of them is fetched until they are sought. At once, no waiting. */
  onAssigned(partitions: readonly number[]): void;
  /** Nothing more is to be handled of any partition. At once, no waiting. */
  onRevoked(): void;
  /** While it is true a rebalance is put off, for a bounded time: partitions go to others when what was begun is committed. */
  isBusy(): boolean;
  /** The last offset of it that counts as read, or undefined: all of it comes again. */
  onBatch(batch: Batch): number | undefined;
  onSkipped(partition: number, firstOffset: number, lastOffset: number): void;
  onRestart(): void;
}

/** Thrown into kafkajs' event so that it asks again instead of joining. */
class NotYet extends Error {}

/** kafkajs counts every failure of a consumer's life; those that come in a row end it. */
const RETRY = { initialRetryTime: 50, maxRetryTime: 250, multiplier: 2, factor: 0.2, retries: 60 };
const PUT_OFF_AT_MOST_MS = 10_000;
const JOIN_WITHIN_MS = 3_000;
const DISCONNECT_WITHIN_MS = 5_000;
const STUCK_AFTER_MS = 60_000;
const STUCK_CHECK_EVERY_MS = 5_000;

export class KafkaGroupMember {
  readonly #options: GroupMemberOptions;
  readonly #stop = new AbortController();
  readonly #stopped = new Promise<void>((resolve) => {
    this.#stop.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  readonly #backOff = new BackOff();
  readonly #ended: Promise<void>;
  #consumer: Consumer | undefined;
  #commit: EachBatchPayload["commitOffsetsIfNecessary"] | undefined;
  #assigned: readonly number[] = [];
  #putOffSince: number | undefined;
  #fetchedAt = 0;
  /** Counts the times that partitions were given out. */
  generation = 0;

  constructor(options: GroupMemberOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  /** Fetches the partition from this offset on; nothing while the partition is not this member's. */
  seek(partition: number, offset: number): void {
    this.#control(partition, (consumer, topic) => consumer.seek({ topic, partition, offset: String(offset) }));
    this.resume(partition);
  }

  pause(partition: number): void {
    // Always by number: pausing one partition makes kafkajs forget that it was to pause all.
    this.#control(partition, (consumer, topic) => consumer.pause([{ topic, partitions: [partition] }]));
  }

  resume(partition: number): void {
    this.#control(partition, (consumer, topic) => consumer.resume([{ topic, partitions: [partition] }]));
  }

  /** Throws unless the group took it; `generation` is the one in which the partition was this member's. */
  async commit(generation: number, partition: number, offset: number): Promise<void> {
    // Not by consumer.commitOffsets: that says yes without committing once the consumer stops, and tries in later generations.
    if (this.#commit === undefined || generation !== this.generation)
      throw new Error("the partition was given out anew");
    const partitions = [{ partition, offset: String(offset) }];
    await this.#commit({ topics: [{ topic: this.#options.topic.kafkaName, partitions }] });
  }

  /** Leaves the group at once. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  #control(partition: number, order: (consumer: Consumer, topic: string) => void): void {
    if (this.#consumer === undefined || !this.#assigned.includes(partition)) return;
    try {
      order(this.#consumer, this.#options.topic.kafkaName);
    } catch {
      // kafkajs takes no orders once it has given up; the partitions are given out anew then.
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const client = this.#options.newClient();
      const error = await this.#consumeUntilFailure(client);
      this.#revoke();
      this.#consumer = undefined;
      this.#commit = undefined;
      client.destroy();
      if (signal.aborted) return;
      this.#options.onRestart();
      this.#options.logger.warn(
        { error, reason: messageOf(error), group: this.#options.groupId },
        "a consumer failed; it is started anew",
      );
      await this.#backOff.wait(signal);
    }
  }

  /** Gives what ended it. */
  async #consumeUntilFailure(client: KafkaClient): Promise<unknown> {
    const { groupId, topic, limits, maxFetchBytes } = this.#options;
    const consumer = client.kafka.consumer({
      groupId,
      allowAutoTopicCreation: false,
      sessionTimeout: limits.sessionTimeoutMs,
      rebalanceTimeout: limits.rebalanceTimeoutMs,
      heartbeatInterval: limits.heartbeatMs,
      maxWaitTimeInMs: limits.fetchWaitMs,
      minBytes: 1,
      maxBytesPerPartition: maxFetchBytes,
      maxBytes: Math.max(maxFetchBytes, limits.maxBufferedBytes / 2),
      retry: { ...RETRY, restartOnFailure: async () => false },
    });
    let watchdog: NodeJS.Timeout | undefined;
    try {
      const failed = new Promise<never>((_, reject) => {
        this.#listen(consumer, reject);
        watchdog = this.#watch(reject);
      });
      failed.catch(() => undefined);
      // A consumer that is still joining can't leave yet: it would join all the same, and go on for ever.
      const closing = this.#stopped.then(() => wait(JOIN_WITHIN_MS, undefined, { ref: false }));
      await Promise.race([this.#start(consumer, topic), failed, closing]);
      await Promise.race([failed, this.#stopped]);
      return undefined;
    } catch (error) {
      return error;
    } finally {
      clearInterval(watchdog);
      // Bounded: kafkajs waits for answers that may never come.
      const disconnected = consumer.disconnect().catch(() => undefined);
      await Promise.race([disconnected, wait(DISCONNECT_WITHIN_MS, undefined, { ref: false })]);
    }
  }

  async #start(consumer: Consumer, topic: KafkaTopic): Promise<void> {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic.kafkaName], fromBeginning: true });
    this.#consumer = consumer;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary }) => {
        this.#commit = commitOffsetsIfNecessary;
        const last = this.#options.onBatch(batch);
        if (last !== undefined) resolveOffset(String(last));
      },
    });
  }

  #listen(consumer: Consumer, fail: (error: unknown) => void): void {
    const { topic, logger, groupId, onAssigned, onSkipped } = this.#options;
    const { events } = consumer;
    consumer.on(events.GROUP_JOIN, ({ payload }) => {
      this.#revoke();
      this.generation += 1;
      this.#fetchedAt = performance.now();
      this.#assigned = [...(payload.memberAssignment[topic.kafkaName] ?? [])];
      this.#backOff.reset();
      logger.debug({ group: groupId, topic: topic.name, partitions: this.#assigned }, "partitions were given out");
      for (const partition of this.#assigned) this.pause(partition);
      onAssigned(this.#assigned);
    });
    consumer.on(events.REBALANCING, () => this.#putOffRebalance());
    consumer.on(events.FETCH, () => {
      this.#fetchedAt = performance.now();
    });
    consumer.on(events.START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0) return;
      onSkipped(payload.partition, Number(payload.firstOffset ?? payload.lastOffset), Number(payload.lastOffset));
    });
    consumer.on(events.CRASH, ({ payload }) => fail(payload.error));
  }

  /** kafkajs joins again as soon as this returns, and then others may be given what is still being handled here. */
  #putOffRebalance(): void {
    for (const partition of this.#assigned) this.pause(partition);
    this.#options.onRevoked();
    this.#putOffSince ??= performance.now();
    if (this.#options.isBusy() && performance.now() - this.#putOffSince < PUT_OFF_AT_MOST_MS) throw new NotYet();
    this.#putOffSince = undefined;
  }

  #revoke(): void {
    this.#options.onRevoked();
    this.#assigned = [];
  }

  #watch(fail: (error: unknown) => void): NodeJS.Timeout {
    this.#fetchedAt = performance.now();
    return setInterval(() => {
      const since = performance.now() - this.#fetchedAt;
      if (since > STUCK_AFTER_MS) fail(new Error(`kafkajs has fetched nothing for ${Math.round(since / 1000)} s`));
    }, STUCK_CHECK_EVERY_MS).unref();
  }
}
