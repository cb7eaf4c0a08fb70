import type { Closeable, EventLog, LogBatch, LogMessage, NewMessage } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import { AppliedPositions } from "./applied-positions.js";
import { type BatchTrace, foldInTraces } from "./batch-trace.js";
import { NotFoldable } from "./not-foldable.js";
import type { Projection } from "./projection.js";

export interface ProjectorOptions<Event> {
  log: EventLog;
  projection: Projection<Event>;
  deadLettersTopic: string;
  logger: Logger;
  onFolded?(folded: { messages: number; changes: number; deadLetters: number }): void;
  maxMessages?: number;
  maxBytes?: number;
  /** Where to stop, by partition; see ConsumeOptions. */
  until?: ReadonlyMap<number, number>;
}

export interface Projector extends Closeable {
  /** What this projector itself has folded; where a changes topic is published, other processes know through that. */
  readonly applied: AppliedPositions;
  /** Resolves when everything that is in the log now is folded; how long that takes is not bounded. */
  caughtUp(): Promise<void>;
}

/**
 * Drives a projection: (a) and (b) are the projection's own, then (c) its changes and a progress record are published, and
 * only when that is durable is the batch committed (d). Nothing of the next batch is folded before.
 */
export async function startProjector<Event>(options: ProjectorOptions<Event>): Promise<Projector> {
  const { log, projection, logger } = options;
  const applied = new AppliedPositions();
  for (const [partition, position] of await log.committed(projection.name, projection.topic)) {
    applied.advance(partition, position - 1);
  }
  const consumer = await log.consume({
    group: projection.name,
    topic: projection.topic,
    ...(options.maxMessages === undefined ? {} : { maxMessages: options.maxMessages }),
    ...(options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }),
    ...(options.until === undefined ? {} : { until: options.until }),
    onBatch: async (batch) => {
      await foldBatch(options, batch);
      applied.advance(batch.partition, lastPosition(batch));
    },
    onError: (error, batch) =>
      logger.error(
        { error, projection: projection.name, partition: batch.partition, committed: batch.committed },
        "batch not folded; it will be tried again",
      ),
  });
  return {
    applied,
    async caughtUp() {
      const ranges = await log.positions(projection.topic);
      await Promise.all(ranges.map(({ partition, end }) => applied.reached(partition, end - 1)));
    },
    close: () => consumer.close(),
  };
}

/** Steps (a) to (c) for one batch; the caller commits when it resolves. */
export async function foldBatch<Event>(
  options: Omit<ProjectorOptions<Event>, "logger">,
  batch: LogBatch,
): Promise<void> {
  await foldInTraces(options.projection.name, batch.messages, (trace) => foldMessages(options, batch, trace));
}

async function foldMessages<Event>(
  options: Omit<ProjectorOptions<Event>, "logger">,
  batch: LogBatch,
  trace: BatchTrace,
): Promise<void> {
  const { log, projection } = options;
  const events: { position: number; appendedAt: number; event: Event }[] = [];
  const deadLetters: NewMessage[] = [];
  for (const message of batch.messages) {
    try {
      const { position, appendedAt } = message;
      events.push({ position, appendedAt, event: projection.parse(message) });
    } catch (error) {
      deadLetters.push(deadLetterOf(projection.name, message, error));
    }
  }
  const last = lastPosition(batch);
  const changes = await projection.apply({ partition: batch.partition, committed: batch.committed, last, events });
  if (deadLetters.length > 0) await log.append(options.deadLettersTopic, deadLetters);
  if (projection.changesTopic !== undefined) {
    const { partition } = batch;
    const records: NewMessage[] = changes.map(({ position, key, value }) => {
      const follows = trace.of(position);
      return { key, value, partition, ...(follows === undefined ? {} : { trace: follows }) };
    });
    if (changes.at(-1)?.position !== last) records.push({ ...progressRecord(last), partition });
    await log.append(projection.changesTopic, records);
  }
  options.onFolded?.({ messages: batch.messages.length, changes: changes.length, deadLetters: deadLetters.length });
}

function lastPosition(batch: LogBatch): number {
  return batch.messages.at(-1)?.position ?? batch.committed - 1;
}

function progressRecord(position: number): { key: string; value: string } {
  return { key: "", value: JSON.stringify({ type: "Progress", version: 1, position }) };
}

/** A log takes some megabytes at once, and a text in JSON is up to six times as long. */
const MAX_DEAD_CHARACTERS = 1_000_000;

function deadLetterOf(group: string, message: LogMessage, error: unknown): NewMessage {
  const { topic, partition, position, key, appendedAt } = message;
  const value = message.value.slice(0, MAX_DEAD_CHARACTERS);
  const reason = error instanceof Error ? error.message : String(error);
  const whole = value.length === message.value.length;
  const detail = whole ? reason : `${reason} (Of its ${message.value.length} characters the first are kept here.)`;
  return {
    key,
    value: JSON.stringify({
      type: "DeadLetter",
      version: 1,
      reason: error instanceof NotFoldable ? error.reason : "UNREADABLE",
      detail,
      source: { topic, partition, position, key, value, appendedAt },
      group,
    }),
  };
}
