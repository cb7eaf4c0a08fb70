/**
 * A lane of appends: one idempotent producer, one unresolved send. kafkajs rolls its sequence back and frees its lock before it
 * sends again, so a second send in flight may take the first one's sequence, and the broker drops it as a duplicate: acknowledged,
 * and nowhere. While a send is under way others gather, and go together in the next one.
 */
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import type { Producer } from "kafkajs";
import type { Logger } from "../logger/logger.js";
import { BackOff } from "./back-off.js";
import type { AppendGroup } from "./kafka-append.js";
import { AppendQueue, type QueueBudget } from "./kafka-append-queue.js";
import type { KafkaClient } from "./kafka-client.js";
import { messageOf } from "./kafka-errors.js";
import type { KafkaLimits } from "./kafka-options.js";
import { sendGroups } from "./kafka-send.js";

export interface KafkaProducerOptions {
  newClient(): KafkaClient;
  budget: QueueBudget;
  limits: KafkaLimits;
  logger: Logger;
  onReplaced(): void;
}

/** Within one send, for as long as somebody waits for it: the broker knows what it has by its sequence. */
const SEND_RETRY = { initialRetryTime: 50, maxRetryTime: 1_000, multiplier: 2, factor: 0.2, retries: 25 };
const DISCONNECT_WITHIN_MS = 2_000;

export class KafkaProducer {
  readonly #options: KafkaProducerOptions;
  readonly #queue: AppendQueue;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;
  #client: KafkaClient | undefined;
  #sending = false;
  #wake: () => void = () => {};

  constructor(options: KafkaProducerOptions) {
    this.#options = options;
    this.#queue = new AppendQueue(options.budget);
    this.#ended = this.#run();
  }

  /** The budget has admitted it. */
  add(group: AppendGroup): void {
    this.#queue.add(group);
    this.#wake();
  }

  /** What still waits is never sent. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake();
    if (this.#sending) this.#client?.destroy();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { logger, onReplaced } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      const producer = await this.#connect(signal);
      if (producer === undefined) return;
      const error = await this.#sendUntilFailure(producer, signal);
      if (signal.aborted) return this.#disconnect(producer);
      this.#client?.destroy();
      onReplaced();
      logger.warn({ error, reason: messageOf(error) }, "a send to Kafka failed for good; its producer is replaced");
    }
  }

  async #sendUntilFailure(producer: Producer, signal: AbortSignal): Promise<unknown> {
    const { requestTimeoutMs, appendTimeoutMs } = this.#options.limits;
    while (!signal.aborted) {
      if (!this.#queue.hasWork) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      // Whatever this turn of the event loop brings goes together.
      await turn();
      const groups = this.#queue.take();
      if (groups.length === 0) continue;
      this.#sending = true;
      const { error } = await sendGroups(producer, groups, {
        ackTimeoutMs: requestTimeoutMs,
        giveUpAfterMs: appendTimeoutMs,
      });
      this.#sending = false;
      if (error !== undefined) return error;
    }
    return undefined;
  }

  async #connect(signal: AbortSignal): Promise<Producer | undefined> {
    const backOff = new BackOff();
    while (!signal.aborted) {
      const client = this.#options.newClient();
      const aborted = onAbort(signal);
      this.#client = client;
      try {
        const producer = client.kafka.producer({
          idempotent: true,
          allowAutoTopicCreation: false,
          retry: SEND_RETRY,
          // Every record has its partition when it comes here, from kafkaPartitionOfKey.
          createPartitioner:
            () =>
            ({ message }) =>
              message.partition ?? 0,
        });
        await Promise.race([producer.connect(), aborted.promise]);
        if (!signal.aborted) return producer;
      } catch (error) {
        this.#options.logger.warn({ error, reason: messageOf(error) }, "no producer for Kafka yet; trying again");
      } finally {
        aborted.forget();
      }
      client.destroy();
      await backOff.wait(signal);
    }
    return undefined;
  }

  /** kafkajs waits for answers that may never come. */
  async #disconnect(producer: Producer): Promise<void> {
    const disconnected = producer.disconnect().catch(() => undefined);
    await Promise.race([disconnected, wait(DISCONNECT_WITHIN_MS, undefined, { ref: false })]);
    this.#client?.destroy();
  }
}

function onAbort(signal: AbortSignal): { promise: Promise<void>; forget(): void } {
  let forget = () => {};
  const promise = new Promise<void>((resolve) => {
    const listener = () => resolve();
    signal.addEventListener("abort", listener, { once: true });
    forget = () => signal.removeEventListener("abort", listener);
  });
  return { promise, forget };
}
