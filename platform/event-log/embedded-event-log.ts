import type { Clock } from "../clock/clock.js";
import { AppError } from "../errors/app-error.js";
import { type Logger, silentLogger } from "../logger/logger.js";
import { migrateEmbedded } from "../store/migrate-embedded.js";
import type { SqliteDatabase } from "../store/sqlite-database.js";
import { EmbeddedConsumer } from "./embedded-consumer.js";
import { LOG_MIGRATIONS, SELECT_COMMITTED } from "./embedded-log-tables.js";
import { EmbeddedTail } from "./embedded-tail.js";
import { EmbeddedTopic } from "./embedded-topic.js";
import type {
  AppendedAt,
  Closeable,
  ConsumeOptions,
  EventLog,
  NewMessage,
  PartitionRange,
  TailOptions,
} from "./event-log.js";
import { PartitionLeases } from "./partition-leases.js";

export interface EmbeddedEventLogOptions {
  /** Stays open when the log is closed. One log a database at a time. */
  database: SqliteDatabase;
  /** Of topics that are new; a topic keeps the number that it was made with. */
  partitions: number;
  clock: Clock;
  logger?: Logger;
}

/** The log as tables of the embedded database. An append is one transaction: all of it is stored or nothing. */
export async function openEmbeddedEventLog(options: EmbeddedEventLogOptions): Promise<EventLog> {
  await migrateEmbedded(options.database, "log", LOG_MIGRATIONS);
  return new EmbeddedEventLog(options);
}

class EmbeddedEventLog implements EventLog {
  readonly #options: EmbeddedEventLogOptions;
  readonly #logger: Logger;
  readonly #topics = new Map<string, Promise<EmbeddedTopic>>();
  readonly #leases = new PartitionLeases();
  readonly #readers = new Set<Closeable>();
  #closed = false;

  constructor(options: EmbeddedEventLogOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
  }

  async append(topic: string, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    const opened = await this.#topic(topic);
    return messages.length === 0 ? [] : opened.append(messages, this.#options.clock.now());
  }

  async consume(options: ConsumeOptions): Promise<Closeable> {
    const topic = await this.#topic(options.topic);
    const { database } = this.#options;
    return this.#track(new EmbeddedConsumer({ database, topic, leases: this.#leases, logger: this.#logger }, options));
  }

  async tail(options: TailOptions): Promise<Closeable> {
    return this.#track(new EmbeddedTail(await this.#topic(options.topic), options, this.#logger));
  }

  async positions(topic: string): Promise<PartitionRange[]> {
    return (await this.#topic(topic)).ranges();
  }

  async committed(group: string, topic: string): Promise<Map<number, number>> {
    const { id, partitions } = await this.#topic(topic);
    const found = await this.#options.database.allMany<{ position: number }>(
      SELECT_COMMITTED,
      Array.from({ length: partitions }, (_, partition) => [group, id, partition]),
    );
    return new Map(found.map(([row], partition) => [partition, row?.position ?? 0]));
  }

  async partitions(topic: string): Promise<number> {
    return (await this.#topic(topic)).partitions;
  }

  async partitionOf(topic: string, key: string): Promise<number> {
    return (await this.#topic(topic)).partitionOf(key);
  }

  /** It is a table of the store, which is asked by itself. */
  async ping(): Promise<void> {
    if (this.#closed) throw new AppError("UNAVAILABLE", "The log is closed: Marquee is stopping.");
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#readers].map((reader) => reader.close()));
  }

  #track(reader: Closeable): Closeable {
    this.#readers.add(reader);
    return {
      close: async () => {
        await reader.close();
        this.#readers.delete(reader);
      },
    };
  }

  async #topic(name: string): Promise<EmbeddedTopic> {
    if (this.#closed) throw new AppError("UNAVAILABLE", "The log is closed: Marquee is stopping.");
    const known = this.#topics.get(name);
    if (known) return known;
    const opening = EmbeddedTopic.open(this.#options.database, name, this.#options.partitions);
    this.#topics.set(name, opening);
    // What failed once is tried again by the next call.
    opening.catch(() => this.#topics.delete(name));
    return opening;
  }
}
