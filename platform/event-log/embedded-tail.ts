/** Follows a topic without a group: a loop for each partition that reads, hands over, and waits to be woken. */
import { setMaxListeners } from "node:events";
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import { BackOff } from "./back-off.js";
import type { EmbeddedTopic } from "./embedded-topic.js";
import type { Closeable, LogMessage, TailOptions } from "./event-log.js";

const LIMITS = { maxMessages: 500, maxBytes: 1024 * 1024 };

export class EmbeddedTail implements Closeable {
  readonly #topic: EmbeddedTopic;
  readonly #options: TailOptions;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  readonly #ended: Promise<unknown>;

  constructor(topic: EmbeddedTopic, options: TailOptions, logger: Logger) {
    this.#topic = topic;
    this.#options = options;
    this.#logger = logger;
    setMaxListeners(0, this.#stop.signal);
    for (const partition of options.from.keys()) topic.end(partition);
    const starts = Array.from(
      { length: topic.partitions },
      (_, partition) => options.from.get(partition) ?? topic.end(partition),
    );
    this.#ended = Promise.all(starts.map((start, partition) => this.#follow(partition, start)));
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #follow(partition: number, start: number): Promise<void> {
    const { signal } = this.#stop;
    const backOff = new BackOff();
    let next = start;
    while (!signal.aborted) {
      await this.#topic.waitFor(partition, next, signal);
      const messages = signal.aborted ? [] : await this.#read(partition, next);
      const last = messages?.at(-1);
      if (signal.aborted) return;
      if (!messages || !last) {
        await backOff.wait(signal);
        continue;
      }
      backOff.reset();
      if (!(await this.#hand(messages))) return;
      next = last.position + 1;
    }
  }

  async #read(partition: number, from: number): Promise<LogMessage[] | undefined> {
    try {
      return await this.#topic.read(partition, from, LIMITS);
    } catch (error) {
      this.#logger.error({ error, topic: this.#topic.name, partition }, "the log can't be read; trying again");
      // Damage does not go away; the tail's owner must hear of it.
      if (error instanceof AppError && !error.retriable) this.#end(error);
      return undefined;
    }
  }

  async #hand(messages: readonly LogMessage[]): Promise<boolean> {
    try {
      await this.#options.onMessages(messages);
      return true;
    } catch (error) {
      this.#end(error);
      return false;
    }
  }

  #end(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    if (this.#options.onError) this.#options.onError(error);
    else this.#logger.error({ error, topic: this.#topic.name }, "a tail ended");
  }
}
