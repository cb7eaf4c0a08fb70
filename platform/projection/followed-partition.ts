import { createHash } from "node:crypto";
import { BackOff } from "../event-log/back-off.js";
import type { LogMessage } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import type { FollowedPosition, FollowerStore } from "./follower-store.js";
import type { Projection } from "./projection.js";

export interface FollowedPartitionOptions {
  // biome-ignore lint/suspicious/noExplicitAny: a follower has projections of different events.
  projection: Projection<any>;
  store: FollowerStore;
  partition: number;
  /** Where it was folded to before. */
  saved: FollowedPosition | undefined;
  /** See FollowedTopic. */
  conflateMs: number | undefined;
  /** What is folded is durable up to here. */
  onFolded(position: number): void;
  signal: AbortSignal;
  logger: Logger;
}

/** Thrown when the log does not hold what was folded: it is another one, or was made anew. */
export class ForeignLog extends Error {}

/** A map of held messages is handed over when it has so many, or so many bytes of values. */
const MAX_HELD = 5_000;
const MAX_HELD_BYTES = 4 * 1024 * 1024;

/** One partition of a topic that is followed: checks that it goes on where it stopped, folds, and notes how far it is. */
export class FollowedPartition {
  readonly #options: FollowedPartitionOptions;
  /** Of the last message that was seen, folded or held. */
  #seen: number;
  #verified: boolean;
  /** By key; without conflation by position. */
  #held = new Map<string | number, LogMessage>();
  #heldBytes = 0;
  #last: LogMessage | undefined;
  #folding: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #foldedAt = Number.NEGATIVE_INFINITY;

  constructor(options: FollowedPartitionOptions) {
    this.#options = options;
    this.#seen = options.saved?.position ?? -1;
    this.#verified = options.saved === undefined;
  }

  get topic(): string {
    return this.#options.projection.topic;
  }

  /** Throws ForeignLog. `eager`: somebody waits for it to be folded. */
  async accept(messages: readonly LogMessage[], eager: boolean): Promise<void> {
    if (this.#options.signal.aborted) return;
    this.#verify(messages[0]);
    const { conflateMs } = this.#options;
    for (const message of messages) {
      if (message.position <= this.#seen) continue;
      const key = conflateMs === undefined ? message.position : message.key;
      this.#heldBytes += message.value.length - (this.#held.get(key)?.value.length ?? 0);
      // Set anew, so that the map stays in order of position.
      this.#held.delete(key);
      this.#held.set(key, message);
      this.#last = message;
      this.#seen = message.position;
    }
    const wait = conflateMs === undefined ? 0 : this.#foldedAt + conflateMs - performance.now();
    const full = this.#held.size >= MAX_HELD || this.#heldBytes >= MAX_HELD_BYTES;
    if (eager || full || wait <= 0) await this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), wait);
  }

  /** Resolves when what is held is folded, or nothing is to be folded any more. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#folding = this.#folding.then(() => this.#fold());
    return this.#folding;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#folding;
  }

  /** The first message after a start is the last one that was folded before, unless compaction took it. */
  #verify(first: LogMessage | undefined): void {
    const { saved } = this.#options;
    if (this.#verified || saved === undefined || first === undefined) return;
    if (first.position === saved.position && fingerprintOf(first) !== saved.fingerprint) throw new ForeignLog();
    this.#verified = true;
    this.#options.onFolded(saved.position);
  }

  /** Tries until it succeeds: what was taken from the log has to be folded before what follows. */
  async #fold(): Promise<void> {
    const { signal, logger, projection, partition } = this.#options;
    const messages = [...this.#held.values()];
    const last = this.#last;
    this.#held = new Map();
    this.#heldBytes = 0;
    const backOff = new BackOff();
    while (last !== undefined && messages.length > 0 && !signal.aborted) {
      try {
        await this.#apply(messages, last);
        return;
      } catch (error) {
        logger.error({ error, projection: projection.name, partition }, "not folded; it will be tried again");
        await backOff.wait(signal);
      }
    }
  }

  async #apply(messages: readonly LogMessage[], last: LogMessage): Promise<void> {
    const { projection, store, partition, onFolded } = this.#options;
    const events = messages.flatMap((message) => this.#parse(message));
    const committed = messages[0]?.position ?? last.position;
    await projection.apply({ partition, committed, last: last.position, events });
    await store.save(projection.topic, { partition, position: last.position, fingerprint: fingerprintOf(last) });
    this.#foldedAt = performance.now();
    onFolded(last.position);
  }

  #parse(message: LogMessage): { position: number; appendedAt: number; event: unknown }[] {
    const { projection, logger, partition } = this.#options;
    const { position, appendedAt } = message;
    try {
      return [{ position, appendedAt, event: projection.parse(message) }];
    } catch (error) {
      logger.warn({ error, projection: projection.name, partition, position }, "an unreadable message was passed over");
      return [];
    }
  }
}

function fingerprintOf({ appendedAt, key, value }: LogMessage): string {
  return createHash("sha256")
    .update(JSON.stringify([appendedAt, key, value]))
    .digest("base64url")
    .slice(0, 22);
}
