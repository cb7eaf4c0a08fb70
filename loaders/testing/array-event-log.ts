import type { AppendedAt, EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";

export interface StoredMessage extends NewMessage {
  topic: string;
}

/** A log that only takes appends, into an array. `onAppend` is awaited before each is stored: it may wait, or throw to refuse it. */
export class ArrayEventLog implements EventLog {
  readonly messages: StoredMessage[] = [];
  readonly appendSizes: number[] = [];
  /** The topic of each append under way. */
  readonly inFlight: string[] = [];
  onAppend: (append: number) => Promise<void> | void = () => {};
  /** Called when the messages are stored; may throw, as when the answer is lost. */
  onStored: (append: number) => void = () => {};

  async append(topic: string, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    const append = this.appendSizes.push(messages.length) - 1;
    this.inFlight.push(topic);
    try {
      await this.onAppend(append);
      const first = this.messages.length;
      for (const message of messages) this.messages.push({ topic, ...message });
      this.onStored(append);
      return messages.map((_, index) => ({ partition: 0, position: first + index }));
    } finally {
      this.inFlight.splice(this.inFlight.indexOf(topic), 1);
    }
  }

  consume = refuse;
  tail = refuse;
  positions = refuse;
  partitions = refuse;
  partitionOf = refuse;
  committed = refuse;
  ping = refuse;
  async close(): Promise<void> {}
}

async function refuse(): Promise<never> {
  throw new Error("An ArrayEventLog only takes appends");
}
