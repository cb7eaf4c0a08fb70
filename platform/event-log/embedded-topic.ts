/** One topic of the embedded log: gives out positions, writes, reads, and wakes those who wait for more. */
import { AppError } from "../errors/app-error.js";
import type { SqliteDatabase, SqliteValue } from "../store/sqlite-database.js";
import {
  ADD_MESSAGE,
  ADD_TOPIC,
  SELECT_FIRST,
  SELECT_LAST,
  SELECT_MESSAGES,
  SELECT_TOPIC,
} from "./embedded-log-tables.js";
import type { AppendedAt, LogMessage, NewMessage, PartitionRange } from "./event-log.js";
import { partitionOfKey } from "./partition-of-key.js";

interface Partition {
  /** What the next message gets. Runs ahead of the disk; the primary key refuses a position given twice. */
  next: number;
  /** Past the last message on disk. */
  end: number;
  waiting: Set<() => void>;
}

export interface ReadLimits {
  maxMessages: number;
  maxBytes: number;
}

export class EmbeddedTopic {
  readonly name: string;
  readonly id: number;
  readonly #database: SqliteDatabase;
  readonly #partitions: readonly Partition[];

  private constructor(database: SqliteDatabase, name: string, id: number, ends: readonly number[]) {
    this.#database = database;
    this.name = name;
    this.id = id;
    this.#partitions = ends.map((end) => ({ next: end, end, waiting: new Set() }));
  }

  /** A topic keeps the number of partitions that it was made with. */
  static async open(database: SqliteDatabase, name: string, partitions: number): Promise<EmbeddedTopic> {
    await database.write([{ sql: ADD_TOPIC, paramSets: [[name, partitions]] }]);
    const [topic] = await database.all<{ id: number; partitions: number }>(SELECT_TOPIC, [name]);
    if (!topic) throw new AppError("INTERNAL_SERVER_ERROR", `Topic ${name} can't be found in the log.`);
    const last = await database.allMany<{ position: number }>(
      SELECT_LAST,
      Array.from({ length: topic.partitions }, (_, partition) => [topic.id, partition]),
    );
    const ends = last.map(([message]) => (message ? message.position + 1 : 0));
    return new EmbeddedTopic(database, name, topic.id, ends);
  }

  get partitions(): number {
    return this.#partitions.length;
  }

  partitionOf(key: string): number {
    return partitionOfKey(key, this.#partitions.length);
  }

  /**
   * One transaction. Positions are given out here, in the order of the calls, which is the order in which the database commits:
   * whoever has read a position has seen all before it. A failed append leaves a gap.
   */
  async append(messages: readonly NewMessage[], appendedAt: number): Promise<AppendedAt[]> {
    const partitions = messages.map((message) => message.partition ?? this.partitionOf(message.key));
    for (const partition of partitions) this.#at(partition);
    const places = partitions.map((partition) => ({ partition, position: this.#at(partition).next++ }));
    const paramSets = messages.map(({ key, value }, index) => {
      const { partition, position } = places[index] as AppendedAt;
      return [this.id, partition, position, toStored(key), toStored(value), appendedAt];
    });
    await this.#database.write([{ sql: ADD_MESSAGE, paramSets }]);
    for (const { partition, position } of places) this.#reach(this.#at(partition), position + 1);
    return places;
  }

  async read(partition: number, from: number, limits: ReadLimits): Promise<LogMessage[]> {
    const rows = await this.#database.all<StoredMessage>(SELECT_MESSAGES, [
      this.id,
      partition,
      from,
      limits.maxMessages,
      limits.maxBytes,
    ]);
    return rows.map((row) => ({
      topic: this.name,
      partition,
      position: row.position,
      key: fromStored(row.key),
      value: fromStored(row.value),
      appendedAt: row.appended_at,
    }));
  }

  async ranges(): Promise<PartitionRange[]> {
    const ends = this.#partitions.map(({ end }) => end);
    const first = await this.#database.allMany<{ position: number }>(
      SELECT_FIRST,
      ends.map((_, partition) => [this.id, partition]),
    );
    return ends.map((end, partition) => ({
      partition,
      earliest: Math.min(first[partition]?.[0]?.position ?? end, end),
      end,
    }));
  }

  end(partition: number): number {
    return this.#at(partition).end;
  }

  /** Resolves when there is a message at or past the position, or when the signal aborts. */
  async waitFor(partition: number, position: number, signal: AbortSignal): Promise<void> {
    const { waiting } = this.#at(partition);
    while (this.end(partition) <= position && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake);
      });
    }
  }

  #reach(partition: Partition, end: number): void {
    if (end <= partition.end) return;
    partition.end = end;
    for (const wake of [...partition.waiting]) wake();
  }

  #at(partition: number): Partition {
    const found = this.#partitions[partition];
    if (found) return found;
    throw new AppError(
      "BAD_USER_INPUT",
      `Topic ${this.name} has no partition ${partition}: it has ${this.partitions}, numbered from 0.`,
    );
  }
}

interface StoredMessage {
  position: number;
  key: string | Uint8Array;
  value: string | Uint8Array;
  appended_at: number;
}

/** SQLite's text ends at U+0000. */
function toStored(text: string): SqliteValue {
  return text.includes("\0") ? new TextEncoder().encode(text) : text;
}

function fromStored(stored: string | Uint8Array): string {
  return typeof stored === "string" ? stored : new TextDecoder().decode(stored);
}
