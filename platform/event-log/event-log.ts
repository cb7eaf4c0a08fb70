import type { TraceContext } from "../tracing/trace-context.js";

/**
 * The port to the log that every write goes through. Adapters: embedded-event-log.ts; Kafka's stands beside it later.
 *
 * Order: messages of one partition are read in the order in which they were appended; nothing is said across partitions.
 * A message's partition is that of its key (or the one asked for), for ever: the number of partitions never changes in place.
 */
export interface EventLog {
  /**
   * Resolves once every message is durable, with one position a message, in order. All messages of a call that fall into one
   * partition are adjacent there. Throws UNAVAILABLE when nothing was stored, UNKNOWN_OUTCOME when something may have been.
   */
  append(topic: string, messages: readonly NewMessage[]): Promise<AppendedAt[]>;
  /**
   * Starts reading as a member of a group: each partition is read by one member, from the group's committed position (or
   * the earliest). A batch whose handler resolves is committed, and only then is the next batch of that partition read;
   * when the handler throws, the same messages (perhaps in other batches) come again after a back-off. Delivery is at least once.
   */
  consume(options: ConsumeOptions): Promise<Closeable>;
  /** Reads a topic without a group: every process that tails sees every message. Ends only by `close`. */
  tail(options: TailOptions): Promise<Closeable>;
  /** Where each partition begins and ends now, by partition number. */
  positions(topic: string): Promise<PartitionRange[]>;
  /** Up to where a group has handled each partition: everything before this position is committed. */
  committed(group: string, topic: string): Promise<Map<number, number>>;
  /** How many partitions the topic has. */
  partitions(topic: string): Promise<number>;
  /** The partition a key belongs to. */
  partitionOf(topic: string, key: string): Promise<number>;
  /** Resolves when the log answers. Throws UNAVAILABLE. Cheap enough for every probe. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface Closeable {
  /** Waits for the handler that is running; calling it again changes nothing. */
  close(): Promise<void>;
}

export interface NewMessage {
  key: string;
  value: string;
  /** Instead of the key's own partition. */
  partition?: number;
  /** What it follows from; what is under way when it is appended, where this is left out. A log that keeps no headers forgets it. */
  trace?: TraceContext | undefined;
}

export interface AppendedAt {
  partition: number;
  position: number;
}

export interface LogMessage {
  topic: string;
  partition: number;
  /** Rises by at least one a message; the topic's generation stands in the bits from 2^40 up. Below 2^52. */
  position: number;
  key: string;
  value: string;
  /** When the log took it, in milliseconds since 1970. */
  appendedAt: number;
  /** What it follows from, where whoever appended it was tracing. */
  trace?: TraceContext;
}

export interface LogBatch {
  topic: string;
  partition: number;
  /** The group's committed position: everything before it has been handled. At most the first message's position. */
  committed: number;
  /** At least one. */
  messages: readonly LogMessage[];
}

export interface ConsumeOptions {
  group: string;
  topic: string;
  /** At most so many messages a batch; default 500. */
  maxMessages?: number;
  /** At most so many bytes of values a batch (a single larger message still comes alone); default 1 MiB. */
  maxBytes?: number;
  /**
   * Where to stop, by partition: nothing at or past this position is handed over, and once all before it is handled exactly this is
   * committed. Partitions that are not named are followed for ever. Asked for by every member of the group, or by none.
   */
  until?: ReadonlyMap<number, number>;
  onBatch(batch: LogBatch): Promise<void>;
  /** Told of every error of onBatch, before the back-off. */
  onError?(error: unknown, batch: LogBatch): void;
}

export interface TailOptions {
  topic: string;
  /** The first position wanted, by partition; partitions that are not named start at their end. */
  from: ReadonlyMap<number, number>;
  /** The next messages of that partition are read when it resolves. It must not throw: an error ends the tail. */
  onMessages(messages: readonly LogMessage[]): Promise<void> | void;
  onError?(error: unknown): void;
}

export interface PartitionRange {
  partition: number;
  /** The position of the oldest message that is kept. */
  earliest: number;
  /** The position that the next message will get. */
  end: number;
}
