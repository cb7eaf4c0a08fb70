import type { LogMessage } from "../event-log.js";

/** Collects messages, and tells when enough have come. */
export class Inbox {
  readonly messages: LogMessage[] = [];
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  readonly take = (messages: readonly LogMessage[]): void => {
    this.messages.push(...messages);
    for (const { count, resolve } of this.#waiting) if (this.messages.length >= count) resolve();
  };

  /** Resolves with all messages once there are so many; the test's own timeout is the limit. */
  async until(count: number): Promise<LogMessage[]> {
    if (this.messages.length < count) {
      await new Promise<void>((resolve) => {
        this.#waiting.push({ count, resolve });
      });
    }
    return this.messages;
  }

  get values(): string[] {
    return this.messages.map((message) => message.value);
  }

  positions(partition: number): number[] {
    return this.messages.filter((message) => message.partition === partition).map((message) => message.position);
  }
}
