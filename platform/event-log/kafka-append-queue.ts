import { AppError } from "../errors/app-error.js";
import type { AppendGroup, KafkaAppend } from "./kafka-append.js";
import type { KafkaLimits } from "./kafka-options.js";

/** What one send takes at most: as many messages, and as many bytes; what an append has for one partition is never cut. */
const SEND_MAX_MESSAGES = 500;
const SEND_MAX_BYTES = 512 * 1024;

/** What waits in all lanes together. */
export class QueueBudget {
  messages = 0;
  bytes = 0;
  readonly #limits: Pick<KafkaLimits, "maxQueuedMessages" | "maxQueuedBytes" | "maxAppendBytes">;

  constructor(limits: KafkaLimits) {
    this.#limits = limits;
  }

  /** UNAVAILABLE when there is no room now, BAD_USER_INPUT when there never is. */
  admit(append: KafkaAppend): void {
    const { maxQueuedMessages, maxQueuedBytes, maxAppendBytes } = this.#limits;
    let messages = 0;
    let bytes = 0;
    for (const group of append.groups) {
      if (group.bytes > maxAppendBytes) throw tooLarge(`${group.bytes} bytes for one partition`, maxAppendBytes);
      messages += group.records.length;
      bytes += group.bytes;
    }
    if (bytes > maxQueuedBytes) throw tooLarge(`${bytes} bytes`, maxQueuedBytes);
    if (messages > maxQueuedMessages) throw tooLarge(`${messages} messages`, maxQueuedMessages);
    if (this.messages + messages > maxQueuedMessages || this.bytes + bytes > maxQueuedBytes) {
      throw new AppError("UNAVAILABLE", "Too much is waiting for the log already.");
    }
    this.messages += messages;
    this.bytes += bytes;
  }

  release(group: AppendGroup): void {
    this.messages -= group.records.length;
    this.bytes -= group.bytes;
  }
}

/** The groups of one lane, first in, first out. */
export class AppendQueue {
  readonly #budget: QueueBudget;
  #groups: AppendGroup[] = [];
  #next = 0;

  constructor(budget: QueueBudget) {
    this.#budget = budget;
  }

  /** The budget has admitted it. */
  add(group: AppendGroup): void {
    this.#groups.push(group);
  }

  /** False when everything in it was given up meanwhile. */
  get hasWork(): boolean {
    this.#skipGivenUp();
    return this.#next < this.#groups.length;
  }

  /** What goes into the next send; at least one group if there is any. */
  take(): AppendGroup[] {
    const taken: AppendGroup[] = [];
    let messages = 0;
    let bytes = 0;
    while (this.hasWork) {
      const group = this.#groups[this.#next] as AppendGroup;
      const fits = messages + group.records.length <= SEND_MAX_MESSAGES && bytes + group.bytes <= SEND_MAX_BYTES;
      if (taken.length > 0 && !fits) break;
      this.#next += 1;
      messages += group.records.length;
      bytes += group.bytes;
      group.state = "sent";
      this.#budget.release(group);
      taken.push(group);
    }
    if (this.#next > 1_000 && this.#next * 2 > this.#groups.length) {
      this.#groups = this.#groups.slice(this.#next);
      this.#next = 0;
    }
    return taken;
  }

  #skipGivenUp(): void {
    while (this.#groups[this.#next]?.state === "refused") this.#next += 1;
    if (this.#next > 0 && this.#next === this.#groups.length) {
      this.#groups = [];
      this.#next = 0;
    }
  }
}

function tooLarge(size: string, limit: number): AppError {
  return new AppError("BAD_USER_INPUT", `An append of ${size} is more than the log takes at once (${limit}).`);
}
