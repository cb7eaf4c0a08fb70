/** A group's member: a loop for each partition that reads, hands over, commits, and waits to be woken. */
import { setMaxListeners } from "node:events";
import type { Logger } from "../logger/logger.js";
import type { SqliteDatabase } from "../store/sqlite-database.js";
import { BackOff } from "./back-off.js";
import { COMMIT, SELECT_COMMITTED } from "./embedded-log-tables.js";
import type { EmbeddedTopic } from "./embedded-topic.js";
import type { Closeable, ConsumeOptions, LogMessage } from "./event-log.js";
import type { PartitionLeases } from "./partition-leases.js";

export interface EmbeddedConsumerParts {
  database: SqliteDatabase;
  topic: EmbeddedTopic;
  leases: PartitionLeases;
  logger: Logger;
}

export class EmbeddedConsumer implements Closeable {
  readonly #parts: EmbeddedConsumerParts;
  readonly #options: ConsumeOptions;
  readonly #stop = new AbortController();
  readonly #ended: Promise<unknown>;

  constructor(parts: EmbeddedConsumerParts, options: ConsumeOptions) {
    this.#parts = parts;
    this.#options = options;
    setMaxListeners(0, this.#stop.signal);
    this.#ended = Promise.all(
      Array.from({ length: parts.topic.partitions }, (_, partition) => this.#follow(partition)),
    );
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #follow(partition: number): Promise<void> {
    const { signal } = this.#stop;
    const release = await this.#parts.leases.acquire(this.#options.group, this.#parts.topic.name, partition, signal);
    if (!release) return;
    const backOff = new BackOff();
    let committed: number | undefined;
    const stopAt = this.#options.until?.get(partition) ?? Number.POSITIVE_INFINITY;
    while (!signal.aborted) {
      try {
        committed ??= await this.#committed(partition);
        if (committed >= stopAt) break;
        await this.#parts.topic.waitFor(partition, committed, signal);
        const next: number | undefined = signal.aborted
          ? undefined
          : await this.#handleBatch(partition, committed, stopAt);
        if (next === undefined) {
          await backOff.wait(signal);
        } else {
          committed = next;
          backOff.reset();
        }
      } catch (error) {
        this.#parts.logger.error(
          { error, ...this.#labels(partition) },
          "the log can't be read or committed; trying again",
        );
        await backOff.wait(signal);
      }
    }
    release();
  }

  /** Gives the position committed now, or undefined when nothing was. */
  async #handleBatch(partition: number, committed: number, stopAt: number): Promise<number | undefined> {
    const { topic } = this.#parts;
    const { maxMessages = 500, maxBytes = 1024 * 1024 } = this.#options;
    const read = await topic.read(partition, committed, { maxMessages, maxBytes });
    const last = read.at(-1);
    if (!last || this.#stop.signal.aborted) return undefined;
    const messages = read.filter(({ position }) => position < stopAt);
    if (messages.length > 0 && !(await this.#hand(partition, committed, messages))) return undefined;
    const position = Math.min(last.position + 1, stopAt);
    await this.#parts.database.write([
      { sql: COMMIT, paramSets: [[this.#options.group, topic.id, partition, position]] },
    ]);
    return position;
  }

  async #hand(partition: number, committed: number, messages: readonly LogMessage[]): Promise<boolean> {
    const batch = { topic: this.#parts.topic.name, partition, committed, messages };
    try {
      await this.#options.onBatch(batch);
      return true;
    } catch (error) {
      if (this.#options.onError) this.#options.onError(error, batch);
      else this.#parts.logger.warn({ error, ...this.#labels(partition) }, "a batch failed; it comes again");
      return false;
    }
  }

  async #committed(partition: number): Promise<number> {
    const { database, topic } = this.#parts;
    const [row] = await database.all<{ position: number }>(SELECT_COMMITTED, [
      this.#options.group,
      topic.id,
      partition,
    ]);
    return row?.position ?? 0;
  }

  #labels(partition: number): Record<string, unknown> {
    return { group: this.#options.group, topic: this.#parts.topic.name, partition };
  }
}
