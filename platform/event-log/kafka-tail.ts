/**
 * Follows a topic without sharing it. kafkajs has no consumer outside groups, so each tail is alone in a group of its own, commits
 * nothing, and seeks to where it wants to be whenever it has joined, before anything is fetched.
 */
import { setMaxListeners } from "node:events";
import type { Closeable, TailOptions } from "./event-log.js";
import type { OffsetRange } from "./kafka-admin.js";
import { KafkaGroupMember } from "./kafka-group-member.js";
import { KafkaInflow } from "./kafka-inflow.js";
import { offsetOf } from "./kafka-positions.js";
import { type KafkaReaderParts, partitionBytes, rangeOf } from "./kafka-reader-parts.js";

const LIMITS = { maxMessages: 500, maxBytes: 1024 * 1024 };

export class KafkaTail implements Closeable {
  readonly #parts: KafkaReaderParts;
  readonly #options: TailOptions;
  readonly #inflows: readonly KafkaInflow[];
  readonly #stop = new AbortController();
  readonly #member: KafkaGroupMember;
  readonly #ended: Promise<unknown>;
  #closed: Promise<void> | undefined;

  /** `ranges`: where the partitions stand now; what comes from now on is not missed, however long joining takes. */
  constructor(parts: KafkaReaderParts, options: TailOptions, ranges: readonly OffsetRange[]) {
    this.#parts = parts;
    this.#options = options;
    setMaxListeners(0, this.#stop.signal);
    this.#member = new KafkaGroupMember({
      ...parts,
      maxFetchBytes: partitionBytes(parts),
      onAssigned: (partitions) => {
        for (const partition of partitions) this.#inflows[partition]?.seekAgain();
      },
      onRevoked() {},
      isBusy: () => false,
      onBatch: (batch) => this.#inflows[batch.partition]?.accept(batch),
      onSkipped: (partition, first, last) => this.#inflows[partition]?.skip(first, last),
      onRestart: () => parts.metrics.consumerRestarts.inc({ group: "tail", topic: parts.topic.name }),
    });
    this.#inflows = ranges.map((range, partition) => this.#inflow(partition, range));
    this.#ended = Promise.all(this.#inflows.map((inflow) => this.#follow(inflow)));
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#stop.abort();
    // Fetched again and again otherwise, for nobody takes it.
    for (const partition of this.#inflows.keys()) this.#member.pause(partition);
    await this.#ended;
    await this.#member.close();
    // An empty group would stay for a week.
    await this.#parts.admin.deleteGroup(this.#parts.groupId).catch(() => undefined);
  }

  #inflow(partition: number, { low, high }: OffsetRange): KafkaInflow {
    const inflow = new KafkaInflow({
      topic: this.#parts.topic.name,
      partition,
      maxBytes: partitionBytes(this.#parts),
      signal: this.#stop.signal,
      logger: this.#parts.logger,
      control: this.#member,
      range: () => rangeOf(this.#parts, partition),
    });
    const asked = this.#options.from.get(partition);
    const firstWanted = asked === undefined ? high : offsetOf(asked);
    inflow.start(Math.min(Math.max(firstWanted, low), high), firstWanted);
    return inflow;
  }

  async #follow(inflow: KafkaInflow): Promise<void> {
    for (;;) {
      const messages = await inflow.take(LIMITS);
      if (messages === undefined) return;
      try {
        await this.#options.onMessages(messages);
      } catch (error) {
        this.#end(error);
      }
    }
  }

  #end(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    if (this.#options.onError) this.#options.onError(error);
    else this.#parts.logger.error({ error, topic: this.#parts.topic.name }, "a tail ended");
    void this.close();
  }
}
