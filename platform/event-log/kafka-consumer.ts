/** A member of a group, with a lease for each partition that it is given. */
import type { Closeable, ConsumeOptions } from "./event-log.js";
import { KafkaGroupMember } from "./kafka-group-member.js";
import { LagWatch } from "./kafka-lag.js";
import { KafkaLease } from "./kafka-lease.js";
import { type KafkaReaderParts, partitionBytes } from "./kafka-reader-parts.js";

export class KafkaConsumer implements Closeable {
  readonly #parts: KafkaReaderParts;
  readonly #options: ConsumeOptions;
  readonly #labels: { group: string; topic: string };
  /** The last lease of each partition, ended or not. */
  readonly #leases = new Map<number, KafkaLease>();
  readonly #lag: LagWatch;
  readonly #member: KafkaGroupMember;
  #closed: Promise<void> | undefined;

  constructor(parts: KafkaReaderParts, options: ConsumeOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#labels = { group: options.group, topic: parts.topic.name };
    this.#lag = new LagWatch(parts, this.#labels);
    this.#member = new KafkaGroupMember({
      ...parts,
      maxFetchBytes: partitionBytes(parts),
      onAssigned: (partitions) => this.#assign(partitions),
      onRevoked: () => this.#revoke(),
      isBusy: () => [...this.#leases.values()].some(({ busy }) => busy),
      onBatch: (batch) => this.#leases.get(batch.partition)?.inflow.accept(batch),
      onSkipped: (partition, first, last) => this.#leases.get(partition)?.inflow.skip(first, last),
      onRestart: () => parts.metrics.consumerRestarts.inc(this.#labels),
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#revoke();
    await Promise.all([...this.#leases.values()].map(({ ended }) => ended));
    this.#lag.close();
    await this.#member.close();
  }

  #assign(partitions: readonly number[]): void {
    if (this.#closed !== undefined) return;
    const member = this.#member;
    if (member.generation > 1) this.#parts.metrics.rebalances.inc(this.#labels);
    for (const partition of partitions) {
      const previous = this.#leases.get(partition)?.ended;
      const { parts, options: consume, lag } = { parts: this.#parts, options: this.#options, lag: this.#lag };
      this.#leases.set(partition, new KafkaLease({ partition, parts, consume, member, lag, previous }));
    }
  }

  #revoke(): void {
    for (const lease of this.#leases.values()) lease.end();
  }
}
