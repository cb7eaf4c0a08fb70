/** What comes in of one partition: only what follows on what came before, none of it twice, and paused while too much waits. */
import type { Batch, KafkaMessage } from "kafkajs";
import type { Logger } from "../logger/logger.js";
import { readTraceContext } from "../tracing/trace-context.js";
import { BackOff } from "./back-off.js";
import type { LogMessage } from "./event-log.js";
import type { OffsetRange } from "./kafka-admin.js";
import { type BatchLimits, KafkaPartitionBuffer } from "./kafka-partition-buffer.js";
import { positionOf } from "./kafka-positions.js";

/** kafkajs has these on every batch and message, and leaves them out of its types. */
type FetchedBatch = Batch & { fetchedOffset: string | number };
type FetchedMessage = KafkaMessage & { batchContext?: { firstOffset: string; lastOffsetDelta: number } };

export interface InflowOptions {
  /** As it is named in messages. */
  topic: string;
  partition: number;
  /** What may wait before the partition is paused. */
  maxBytes: number;
  signal: AbortSignal;
  logger: Logger;
  /** Of the partition, in the member that fetches. */
  control: {
    seek(partition: number, offset: number): void;
    pause(partition: number): void;
    resume(partition: number): void;
  };
  range(): Promise<OffsetRange>;
}

export class KafkaInflow {
  /** The end of the partition when it was last heard of. */
  end = 0;
  readonly #options: InflowOptions;
  readonly #buffer = new KafkaPartitionBuffer();
  #next: number | undefined;
  #firstWanted = 0;
  #paused = true;

  constructor(options: InflowOptions) {
    this.#options = options;
  }

  /** Fetches from this offset on, and hands over from `firstWanted` on. */
  start(offset: number, firstWanted = offset): void {
    this.#next = offset;
    this.#firstWanted = firstWanted;
    this.seekAgain();
  }

  /** Where it left off: after the member has joined anew. */
  seekAgain(): void {
    if (this.#next === undefined) return;
    this.#options.control.seek(this.#options.partition, this.#next);
    this.#paused = false;
    this.#pauseWhenFull();
  }

  /** The last offset that kafkajs may count as read; undefined when all of the batch has to come again. */
  accept(batch: Batch): number | undefined {
    const { fetchedOffset, messages } = batch as FetchedBatch;
    if (this.#next === undefined || this.#options.signal.aborted) return undefined;
    const last = endOf(messages, Number(batch.lastOffset()));
    // Asked for before a rebalance, or kafkajs has set itself back. Not `>`: an offset that was not told is no offset.
    if (!(Number(fetchedOffset) <= this.#next) || last < this.#next) {
      void this.#align(this.#next);
      return undefined;
    }
    const from = Math.max(this.#next, this.#firstWanted);
    for (const message of messages) {
      const offset = Number(message.offset);
      if (offset >= from) this.#push(message, offset);
    }
    this.#next = last + 1;
    this.end = Number(batch.highWatermark);
    this.#pauseWhenFull();
    return last;
  }

  /** A batch of which compaction has left nothing. */
  skip(firstOffset: number, lastOffset: number): void {
    if (this.#next !== undefined && firstOffset <= this.#next) this.#next = Math.max(this.#next, lastOffset + 1);
  }

  /** The next messages to be handled, once there are any; undefined when the signal aborts. */
  async take(limits: BatchLimits): Promise<LogMessage[] | undefined> {
    const messages = await this.#buffer.take(limits, this.#options.signal);
    if (messages !== undefined && this.#paused && this.#buffer.bytes * 2 <= this.#options.maxBytes) {
      this.#paused = false;
      this.#options.control.resume(this.#options.partition);
    }
    return messages;
  }

  #pauseWhenFull(): void {
    if (this.#paused || this.#buffer.bytes < this.#options.maxBytes) return;
    this.#paused = true;
    this.#options.control.pause(this.#options.partition);
  }

  /** Seeks to where it should have gone on, or to what the log still has. */
  async #align(next: number): Promise<void> {
    const { signal, control, partition, logger, topic, range } = this.#options;
    // Undefined until it is sought again: what comes meanwhile is not taken.
    this.#next = undefined;
    control.pause(partition);
    for (const backOff = new BackOff(); ; ) {
      await backOff.wait(signal);
      if (signal.aborted) return;
      try {
        const { low } = await range();
        if (low > next) logger.error({ topic, partition, next, low }, "messages were deleted before they were read");
        return this.start(Math.max(next, low), Math.max(this.#firstWanted, low));
      } catch (error) {
        logger.warn({ error, topic, partition }, "where a partition begins can't be read; trying again");
      }
    }
  }

  #push({ key, value, timestamp, headers }: KafkaMessage, offset: number): void {
    const { topic, partition } = this.#options;
    const trace = headers?.traceparent === undefined ? undefined : readTraceContext(headers);
    this.#buffer.push(
      {
        topic,
        partition,
        position: positionOf(offset),
        key: key?.toString() ?? "",
        value: value?.toString() ?? "",
        appendedAt: Number(timestamp),
        ...(trace === undefined ? {} : { trace }),
      },
      value?.length ?? 0,
    );
  }
}

/**
 * Compaction takes messages out of a record batch and leaves its bounds. kafkajs goes on after the last message that is left, is
 * given the same record batch again, and creeps through its end by one offset a request.
 */
function endOf(messages: readonly KafkaMessage[], lastOffset: number): number {
  const context = (messages.at(-1) as FetchedMessage | undefined)?.batchContext;
  const end = Number(context?.firstOffset) + Number(context?.lastOffsetDelta);
  return Number.isSafeInteger(end) ? Math.max(lastOffset, end) : lastOffset;
}
