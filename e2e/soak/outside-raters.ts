import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";
import { watchApplied } from "@marquee/platform/projection/applied-watch.js";
import { OUTSIDE_TOPICS } from "@marquee/schema/events/topics.js";

const EVERY_MS = 50;
/** Of ratings that nobody has heard yet: a machine that is further behind is not given more. */
const BEHIND_AT_MOST_S = 5;
const AGAIN_AFTER_MS = 100;
/** Of the group that takes them up. */
const GROUP = "outside-ratings";

export const outsideUserId = (name: string): string => `stream:${name}`;

/** A system outside that writes so many ratings a second into its topic, each until the log has it. No two say the same. */
export class OutsideRaters {
  /** In the outside topic. */
  sent = 0;
  /** Batches that were refused, or may have been taken, and were sent again. */
  repetitions = 0;
  #made = 0;
  readonly #stop = new AbortController();
  readonly #sending: Promise<void>;
  readonly #options: OutsideRatersOptions;

  constructor(options: OutsideRatersOptions) {
    this.#options = options;
    this.#sending = this.#send().catch(options.onFailure);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#sending;
  }

  /** Resolves when all of them have been taken up into marquee.ratings.v1. */
  takenUp(signal: AbortSignal): Promise<void> {
    return watchApplied({ log: this.#options.log, group: GROUP, topic: OUTSIDE_TOPICS.ratings }).caughtUp(signal);
  }

  async #send(): Promise<void> {
    const { perSecond } = this.#options;
    const startedAt = performance.now();
    let skipped = 0;
    for (;;) {
      await wait(EVERY_MS);
      if (this.#stop.signal.aborted) return;
      const due = Math.floor(((performance.now() - startedAt) / 1_000) * perSecond) - skipped - this.sent;
      // What a machine can't hold is not made up for later: the report says what it held.
      const count = this.#options.behind() > BEHIND_AT_MOST_S * perSecond ? 0 : Math.min(due, perSecond);
      skipped += due - count;
      if (count > 0) await this.#append(Array.from({ length: count }, () => this.#make()));
    }
  }

  async #append(messages: readonly NewMessage[]): Promise<void> {
    for (;;) {
      try {
        await this.#options.log.append(OUTSIDE_TOPICS.ratings, messages);
        this.sent += messages.length;
        return;
      } catch (error) {
        if (!(error instanceof AppError) || !error.retriable) throw error;
        this.repetitions += 1;
        await wait(AGAIN_AFTER_MS);
      }
    }
  }

  #make(): NewMessage {
    const { names, titles } = this.#options;
    const user = names[Math.floor(Math.random() * names.length)] ?? "";
    const movie = titles[Math.floor(Math.random() * titles.length)] ?? "";
    const microseconds = String(this.#made++ % 1_000).padStart(3, "0");
    const timestamp = new Date().toISOString().replace("Z", `${microseconds}Z`);
    return { key: user, value: JSON.stringify({ user, movie, rating: 1 + Math.floor(Math.random() * 10), timestamp }) };
  }
}

export interface OutsideRatersOptions {
  log: EventLog;
  perSecond: number;
  names: readonly string[];
  titles: readonly string[];
  /** How many ratings, of all that were given, nobody has heard yet. */
  behind: () => number;
  onFailure: (error: unknown) => void;
}
