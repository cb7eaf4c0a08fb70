import type { Closeable, EventLog, LogMessage } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import { rememberTrace } from "../tracing/record-traces.js";
import { AppliedPositions } from "./applied-positions.js";
import type { Told } from "./live-buffer.js";
import { type RecentLimits, RecentRecords } from "./recent-records.js";

/** A record of a changes topic: `position` is that of the source message, in the partition of the same number. */
export interface ChangeRecord {
  type: string;
  position: number;
}

export interface ChangeFeedOptions<Record extends ChangeRecord> {
  log: EventLog;
  topic: string;
  read(value: string): Record;
  /** Where a partition whose records have all expired stands: from the tables. */
  appliedFallback(partition: number): Promise<number>;
  logger: Logger;
  /** What is kept in memory for those who come back soon. Default: 10,000 records, 8 MiB. */
  recent?: RecentLimits;
}

/**
 * What the projectors publish, once a process however many listen: each source position once, in order (repeats after a
 * crash are dropped), and the positions up to which the tables are known to be folded.
 */
export interface ChangeFeed<Record extends ChangeRecord> extends Closeable {
  readonly applied: AppliedPositions;
  /** Hears every record (progress included) from now on, synchronously. Returns how to stop. */
  listen(listener: (partition: number, record: Record) => void): () => void;
  /** The first `limit` records behind a position, from memory; undefined where it does not reach back so far. */
  recent(partition: number, afterPosition: number, limit: number): readonly Told<Record>[] | undefined;
}

const RECENT: RecentLimits = { records: 10_000, bytes: 8 * 1_048_576 };

/** Resolves when the feed knows where every partition stands. */
export async function openChangeFeed<Record extends ChangeRecord>(
  options: ChangeFeedOptions<Record>,
): Promise<ChangeFeed<Record>> {
  const { log, topic, logger } = options;
  const applied = new AppliedPositions();
  const listeners = new Set<(partition: number, record: Record) => void>();
  const recent = new RecentRecords<Record>(options.recent ?? RECENT);
  const from = new Map<number, number>();
  const first: { partition: number; position: number }[] = [];
  for (const { partition, earliest, end } of await log.positions(topic)) {
    // The last record that is kept tells up to where the partition is folded.
    from.set(partition, Math.max(earliest, end - 1));
    if (end > earliest) first.push({ partition, position: end - 1 });
    else applied.advance(partition, await options.appliedFallback(partition));
  }
  const started = new Set(first.map(({ partition }) => partition));
  let caughtUp: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    caughtUp = resolve;
  });
  if (started.size === 0) caughtUp();

  const onMessages = (messages: readonly LogMessage[]) => {
    for (const message of messages) {
      const record = readOrSkip(message);
      if (record !== null) rememberTrace(record, message.trace);
      if (record === null) recent.miss(message.partition);
      else if (record.position > applied.of(message.partition)) {
        recent.add(message.partition, record, message.value.length);
        applied.advance(message.partition, record.position);
        for (const listener of listeners) listener(message.partition, record);
      }
      if (started.delete(message.partition) && started.size === 0) caughtUp();
    }
  };
  const readOrSkip = (message: LogMessage): Record | null => {
    try {
      return options.read(message.value);
    } catch (error) {
      logger.error(
        { error, topic, partition: message.partition, position: message.position },
        "unreadable change skipped",
      );
      return null;
    }
  };

  const tail = await log.tail({
    topic,
    from,
    onMessages,
    onError: (error) => logger.error({ error, topic }, "tail failed"),
  });
  await ready;
  return {
    applied,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recent: (partition, afterPosition, limit) => recent.behind(partition, afterPosition, limit),
    close: () => tail.close(),
  };
}
