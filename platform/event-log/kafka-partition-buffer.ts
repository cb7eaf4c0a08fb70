import type { LogMessage } from "./event-log.js";

export interface BatchLimits {
  maxMessages: number;
  /** Of values; a single larger message still comes alone. */
  maxBytes: number;
}

interface Buffered {
  message: LogMessage;
  valueBytes: number;
}

/** Messages of one partition that were fetched and wait to be handled, in order. */
export class KafkaPartitionBuffer {
  #entries: Buffered[] = [];
  #next = 0;
  #wake: () => void = () => {};
  /** Of the values in it. */
  bytes = 0;

  push(message: LogMessage, valueBytes: number): void {
    this.#entries.push({ message, valueBytes });
    this.bytes += valueBytes;
    this.#wake();
  }

  /** Waits until there is one; undefined when the signal aborts. */
  async take(limits: BatchLimits, signal: AbortSignal): Promise<LogMessage[] | undefined> {
    while (this.#next === this.#entries.length && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal.removeEventListener("abort", wake);
          resolve();
        };
        this.#wake = wake;
        signal.addEventListener("abort", wake, { once: true });
      });
    }
    return signal.aborted ? undefined : this.#cut(limits);
  }

  #cut({ maxMessages, maxBytes }: BatchLimits): LogMessage[] {
    const batch: LogMessage[] = [];
    let batchBytes = 0;
    for (let entry = this.#entries[this.#next]; entry !== undefined; entry = this.#entries[this.#next]) {
      const fits = batch.length < maxMessages && batchBytes + entry.valueBytes <= maxBytes;
      if (batch.length > 0 && !fits) break;
      batch.push(entry.message);
      batchBytes += entry.valueBytes;
      this.#next += 1;
    }
    this.bytes -= batchBytes;
    // Emptied, or half of it handled: what was handed over is let go.
    if (this.#next * 2 >= this.#entries.length) {
      this.#entries = this.#entries.slice(this.#next);
      this.#next = 0;
    }
    return batch;
  }
}
