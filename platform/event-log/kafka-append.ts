import { AppError } from "../errors/app-error.js";
import type { TraceContext } from "../tracing/trace-context.js";
import type { AppendedAt, NewMessage } from "./event-log.js";
import { kafkaPartitionOfKey } from "./kafka-partition-of-key.js";
import { positionOf } from "./kafka-positions.js";
import type { KafkaTopic } from "./kafka-topics.js";

/** A record's fields around key and value, at most. */
const MESSAGE_OVERHEAD_BYTES = 32;
/** Names and values of the headers, without a tracestate. */
const TRACE_BYTES = 70;

export interface KafkaRecord {
  key: string;
  value: string;
  partition: number;
  headers?: Record<string, string>;
}

/** An append's messages for one partition: sent together, or not at all. */
export class AppendGroup {
  readonly records: KafkaRecord[] = [];
  /** Where each of them stood in the append; undefined where this is all of it. */
  indexes: number[] | undefined;
  bytes = 0;
  state: "queued" | "sent" | "stored" | "unknown" | "refused" = "queued";

  constructor(
    readonly append: KafkaAppend,
    readonly topic: KafkaTopic,
    readonly partition: number,
  ) {}

  add({ key, value, trace }: NewMessage): void {
    const record: KafkaRecord = { key, value, partition: this.partition };
    if (trace !== undefined) {
      record.headers = headersOf(trace);
      this.bytes += TRACE_BYTES;
    }
    this.records.push(record);
    this.bytes += Buffer.byteLength(key) + Buffer.byteLength(value) + MESSAGE_OVERHEAD_BYTES;
  }
}

/** What becomes of appends. */
export interface AppendOwner {
  /** Once for each; `error` unless it was acknowledged. */
  answered(append: KafkaAppend, error?: AppError): void;
}

/**
 * One call of append, until it is answered; answers once, whatever comes later. Thousands are under way at a time and live until the
 * broker answers, so each is made of few objects.
 */
export class KafkaAppend {
  readonly startedAt = performance.now();
  readonly groups: readonly AppendGroup[];
  readonly places: Promise<AppendedAt[]>;
  answered = false;
  /** What was still waiting when the append failed; it is never sent. */
  givenUp: readonly AppendGroup[] = [];
  readonly #owner: AppendOwner | undefined;
  readonly #places: AppendedAt[];
  #unfinished: number;
  #resolve: (places: AppendedAt[]) => void = () => {};
  #reject: (error: AppError) => void = () => {};

  /** BAD_USER_INPUT for a partition that is not there. */
  constructor(topic: KafkaTopic, messages: readonly NewMessage[], owner?: AppendOwner) {
    this.#owner = owner;
    this.#places = new Array(messages.length);
    this.groups = this.#grouped(topic, messages);
    this.#unfinished = this.groups.length;
    this.places = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  stored(group: AppendGroup, baseOffset: number): void {
    group.state = "stored";
    for (let nth = 0; nth < group.records.length; nth += 1) {
      const index = group.indexes?.[nth] ?? nth;
      this.#places[index] = { partition: group.partition, position: positionOf(baseOffset + nth) };
    }
    this.#unfinished -= 1;
    if (this.#unfinished > 0 || this.answered) return;
    this.answered = true;
    this.#owner?.answered(this);
    this.#resolve(this.#places);
  }

  /** Whether it may be stored is not known. */
  lost(group: AppendGroup, cause: unknown): void {
    group.state = "unknown";
    this.#fail("The log did not say whether it has the event.", cause);
  }

  /** Nothing of the group is stored. */
  refused(group: AppendGroup, reason: string, cause?: unknown): void {
    group.state = "refused";
    this.#fail(reason, cause);
  }

  expire(): void {
    this.#fail("The log did not answer in time.", undefined);
  }

  #fail(reason: string, cause: unknown): void {
    if (this.answered) return;
    this.answered = true;
    this.givenUp = this.groups.filter(({ state }) => state === "queued");
    for (const group of this.givenUp) group.state = "refused";
    const gone = this.groups.every(({ state }) => state === "refused");
    const options = cause === undefined ? {} : { cause };
    const stored = `${reason} The event may have been stored; send it again with the same key.`;
    const error = gone
      ? new AppError("UNAVAILABLE", reason, options)
      : new AppError("UNKNOWN_OUTCOME", stored, options);
    this.#owner?.answered(this, error);
    this.#reject(error);
  }

  #grouped(topic: KafkaTopic, messages: readonly NewMessage[]): AppendGroup[] {
    const [first] = messages;
    if (messages.length === 1 && first !== undefined) {
      const group = new AppendGroup(this, topic, partitionFor(topic, first));
      group.add(first);
      return [group];
    }
    const groups = new Map<number, AppendGroup>();
    for (const [index, message] of messages.entries()) {
      const partition = partitionFor(topic, message);
      let group = groups.get(partition);
      if (group === undefined) {
        group = new AppendGroup(this, topic, partition);
        group.indexes = [];
        groups.set(partition, group);
      }
      group.add(message);
      group.indexes?.push(index);
    }
    return [...groups.values()];
  }
}

function headersOf({ traceparent, tracestate }: TraceContext): Record<string, string> {
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate };
}

function partitionFor(topic: KafkaTopic, { key, partition }: NewMessage): number {
  if (partition === undefined) return kafkaPartitionOfKey(key, topic.partitions);
  if (Number.isInteger(partition) && partition >= 0 && partition < topic.partitions) return partition;
  throw new AppError(
    "BAD_USER_INPUT",
    `Topic ${topic.name} has no partition ${partition}: it has ${topic.partitions}, numbered from 0.`,
  );
}
