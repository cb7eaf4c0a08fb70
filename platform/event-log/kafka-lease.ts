/** One partition for as long as it is this member's: hands over, commits, and takes the next. */
import { setMaxListeners } from "node:events";
import { BackOff } from "./back-off.js";
import type { ConsumeOptions, LogMessage } from "./event-log.js";
import type { OffsetRange } from "./kafka-admin.js";
import type { KafkaGroupMember } from "./kafka-group-member.js";
import { KafkaInflow } from "./kafka-inflow.js";
import type { LagWatch } from "./kafka-lag.js";
import { offsetOf, positionOf } from "./kafka-positions.js";
import { type KafkaReaderParts, partitionBytes, rangeOf } from "./kafka-reader-parts.js";

export interface LeaseOptions {
  partition: number;
  parts: KafkaReaderParts;
  consume: ConsumeOptions;
  member: KafkaGroupMember;
  lag: LagWatch;
  /** The lease before this one, of the same partition: its handler may still run. */
  previous: Promise<void> | undefined;
}

const DEFAULT_MAX_MESSAGES = 500;
const DEFAULT_MAX_BYTES = 1024 * 1024;
const LAST_COMMIT_ATTEMPTS = 3;
/** A leader that was just chosen may not know yet how far its partition goes. */
const PAST_END_ATTEMPTS = 5;

export class KafkaLease {
  readonly inflow: KafkaInflow;
  readonly ended: Promise<void>;
  /** A handler runs, or what it did is not committed yet. */
  busy = false;
  readonly #options: LeaseOptions;
  readonly #labels: { group: string; topic: string };
  readonly #generation: number;
  readonly #stop = new AbortController();

  constructor(options: LeaseOptions) {
    const { parts, partition, consume, member } = options;
    this.#options = options;
    this.#labels = { group: consume.group, topic: parts.topic.name };
    this.#generation = member.generation;
    setMaxListeners(0, this.#stop.signal);
    this.inflow = new KafkaInflow({
      topic: parts.topic.name,
      partition,
      maxBytes: partitionBytes(parts),
      signal: this.#stop.signal,
      logger: parts.logger,
      control: member,
      range: () => rangeOf(parts, partition),
    });
    this.ended = this.#follow();
  }

  /** Nothing more is handed over; what is being handled is finished, and committed if it still can be. */
  end(): void {
    this.#stop.abort();
    // What was fetched and not handled is fetched again by whoever comes next.
    this.#options.member.pause(this.#options.partition);
    this.#options.lag.forget(this.#options.partition);
  }

  async #follow(): Promise<void> {
    await this.#options.previous;
    let committed = await this.#begin();
    const { maxMessages = DEFAULT_MAX_MESSAGES, maxBytes = DEFAULT_MAX_BYTES, until } = this.#options.consume;
    const stopAt = until?.get(this.#options.partition) ?? Number.POSITIVE_INFINITY;
    while (committed !== undefined && committed < stopAt) {
      const taken = await this.inflow.take({ maxMessages, maxBytes });
      if (taken === undefined) return;
      this.busy = true;
      committed = await this.#handleAndCommit(committed, taken, stopAt);
      this.busy = false;
    }
  }

  /** Finds out where the group stands, and has it fetched from there; undefined when the partition is taken away before. */
  async #begin(): Promise<number | undefined> {
    const { parts, partition, lag } = this.#options;
    const { admin, groupId, topic, logger } = parts;
    const backOff = new BackOff();
    for (let attempt = 1; !this.#stop.signal.aborted; attempt += 1) {
      try {
        const committed = (await admin.committed(groupId, topic.kafkaName, topic.partitions))[partition];
        const range = await rangeOf(parts, partition);
        if (this.#stop.signal.aborted) return undefined;
        if (committed === undefined || committed <= range.high || attempt >= PAST_END_ATTEMPTS) {
          const start = this.#startOf(committed, range);
          this.inflow.end = range.high;
          this.inflow.start(start);
          lag.set(partition, range.high - start, start);
          return positionOf(start);
        }
      } catch (error) {
        logger.warn({ error, ...this.#labels, partition }, "where a group stands can't be read; trying again");
      }
      await backOff.wait(this.#stop.signal);
    }
    return undefined;
  }

  #startOf(committed: number | undefined, { low, high }: OffsetRange): number {
    const { parts, partition } = this.#options;
    const fields = { ...this.#labels, partition, committed, low, high };
    if (committed === undefined) return low;
    if (committed < low) parts.logger.error(fields, "messages were deleted before the group had read them");
    if (committed <= high) return Math.max(committed, low);
    parts.logger.error(fields, "the log ends before what the group committed; all of it is read again");
    return low;
  }

  /** Gives what is committed then; undefined when the partition was taken away. */
  async #handleAndCommit(committed: number, taken: readonly LogMessage[], stopAt: number): Promise<number | undefined> {
    const { signal } = this.#stop;
    const backOff = new BackOff();
    const messages = taken.filter(({ position }) => position < stopAt);
    while (messages.length > 0 && !(await this.#hand(committed, messages))) {
      await backOff.wait(signal);
      if (signal.aborted) return undefined;
    }
    const next = Math.min((taken.at(-1)?.position ?? committed - 1) + 1, stopAt);
    return (await this.#commit(offsetOf(next))) ? next : undefined;
  }

  async #hand(committed: number, messages: readonly LogMessage[]): Promise<boolean> {
    const { parts, partition, consume } = this.#options;
    const batch = { topic: parts.topic.name, partition, committed, messages };
    try {
      await consume.onBatch(batch);
      return true;
    } catch (error) {
      parts.metrics.batchRetries.inc(this.#labels);
      if (consume.onError) consume.onError(error, batch);
      else parts.logger.warn({ error, ...this.#labels, partition }, "a batch failed; it comes again");
      return false;
    }
  }

  /** Tries until the group takes it; when the partition was taken away a few times more, for rebalances wait for this. */
  async #commit(offset: number): Promise<boolean> {
    const { parts, partition, member, lag } = this.#options;
    const { signal } = this.#stop;
    const backOff = new BackOff();
    for (let lastAttempts = 0; lastAttempts < LAST_COMMIT_ATTEMPTS; lastAttempts += signal.aborted ? 1 : 0) {
      try {
        await member.commit(this.#generation, partition, offset);
        parts.metrics.commits.inc(this.#labels);
        if (!signal.aborted) lag.set(partition, this.inflow.end - offset, offset);
        return true;
      } catch (error) {
        parts.logger.debug({ error, ...this.#labels, partition, offset }, "not committed");
        if (this.#generation !== member.generation) return false;
      }
      await backOff.wait(signal);
    }
    return false;
  }
}
