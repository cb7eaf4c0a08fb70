import { randomUUID } from "node:crypto";
import { AppError } from "../errors/app-error.js";
import { type Logger, silentLogger } from "../logger/logger.js";
import { currentTrace, inSpan, isTracing } from "../tracing/otel-spans.js";
import type {
  AppendedAt,
  Closeable,
  ConsumeOptions,
  EventLog,
  NewMessage,
  PartitionRange,
  TailOptions,
} from "./event-log.js";
import { KafkaAdmin } from "./kafka-admin.js";
import { KafkaAppender } from "./kafka-appender.js";
import { createKafkaClient, type KafkaClient } from "./kafka-client.js";
import { KafkaConsumer } from "./kafka-consumer.js";
import { kafkaLogger } from "./kafka-logger.js";
import { type KafkaMetrics, kafkaMetrics } from "./kafka-metrics.js";
import { KAFKA_LIMITS, type KafkaEventLogOptions, type KafkaLimits } from "./kafka-options.js";
import { kafkaPartitionOfKey } from "./kafka-partition-of-key.js";
import { positionOf } from "./kafka-positions.js";
import type { KafkaReaderParts } from "./kafka-reader-parts.js";
import { KafkaTail } from "./kafka-tail.js";
import { type KafkaTopic, KafkaTopics } from "./kafka-topics.js";

const READER_RETRIES = 4;
/** A producer that lost its brokers looks for them for some ten seconds before its send fails. */
const PRODUCER_RETRIES = 12;

/**
 * The log on Kafka. Resolves when the cluster answers, and says every few seconds that it waits; topics are made on first use.
 * Throws CONFIG_INVALID when the cluster refuses us, UNAVAILABLE when `signal` aborts. An append is sent in one record batch for
 * each of its partitions: of at most `limits.maxAppendBytes`, or it is BAD_USER_INPUT.
 */
export async function openKafkaEventLog(options: KafkaEventLogOptions): Promise<EventLog> {
  const logger = (options.logger ?? silentLogger).child({ component: "event-log" });
  const limits = { ...KAFKA_LIMITS, ...options.limits };
  const log = kafkaLogger(logger);
  const newClient = (retries: number) => createKafkaClient({ ...options, limits, retries, log });
  const admin = new KafkaAdmin({
    newClient: () => newClient(READER_RETRIES),
    connection: options,
    logger,
    askTimeoutMs: limits.askTimeoutMs,
  });
  try {
    await admin.waitForCluster(options.signal);
  } catch (error) {
    await admin.close();
    throw error;
  }
  return new KafkaEventLog({ options, logger, limits, admin, newClient, metrics: kafkaMetrics(options.metrics) });
}

interface KafkaEventLogParts {
  options: KafkaEventLogOptions;
  logger: Logger;
  limits: KafkaLimits;
  admin: KafkaAdmin;
  newClient(retries: number): KafkaClient;
  metrics: KafkaMetrics;
}

class KafkaEventLog implements EventLog {
  readonly #parts: KafkaEventLogParts;
  readonly #topics: KafkaTopics;
  readonly #appender: KafkaAppender;
  readonly #readers = new Set<Closeable>();
  #closed: Promise<void> | undefined;
  #pinging: Promise<void> | undefined;

  constructor(parts: KafkaEventLogParts) {
    const { options, logger, admin, newClient } = parts;
    this.#parts = parts;
    this.#topics = new KafkaTopics(admin, options, logger);
    this.#appender = new KafkaAppender({
      ...parts,
      partitions: options.partitions,
      newClient: () => newClient(PRODUCER_RETRIES),
    });
  }

  append(topic: string, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    return isTracing() && messages.length > 0 ? this.#appendTraced(topic, messages) : this.#append(topic, messages);
  }

  /** Every message carries what it follows from: its own, or this very append. */
  #appendTraced(topic: string, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    const attributes = {
      "messaging.system": "kafka",
      "messaging.operation.type": "send",
      "messaging.destination.name": topic,
      "messaging.batch.message_count": messages.length,
    };
    return inSpan(`append ${topic}`, { kind: "producer", attributes, onlyWithin: true }, () => {
      const trace = currentTrace();
      return this.#append(topic, trace === undefined ? messages : messages.map((message) => ({ trace, ...message })));
    });
  }

  #append(topic: string, messages: readonly NewMessage[]): Promise<AppendedAt[]> {
    const known = this.#topics.known(topic);
    if (known !== undefined) return this.#appender.append(known, messages);
    return this.#topics.open(topic).then((opened) => this.#appender.append(opened, messages));
  }

  async consume(options: ConsumeOptions): Promise<Closeable> {
    const parts = this.#readerParts(await this.#open(options.topic), this.#groupId(options.group));
    return this.#track(() => new KafkaConsumer(parts, options));
  }

  async tail(options: TailOptions): Promise<Closeable> {
    const topic = await this.#open(options.topic);
    for (const partition of options.from.keys()) checkPartition(topic, partition);
    const ranges = await this.#parts.admin.ranges(topic.kafkaName, topic.partitions);
    const parts = this.#readerParts(topic, this.#groupId(`tail-${topic.name}-${randomUUID()}`));
    return this.#track(() => new KafkaTail(parts, options, ranges));
  }

  async positions(topic: string): Promise<PartitionRange[]> {
    const { kafkaName, partitions } = await this.#open(topic);
    const ranges = await this.#parts.admin.ranges(kafkaName, partitions);
    return ranges.map(({ low, high }, partition) => ({ partition, earliest: positionOf(low), end: positionOf(high) }));
  }

  async committed(group: string, topic: string): Promise<Map<number, number>> {
    const { kafkaName, partitions } = await this.#open(topic);
    const offsets = await this.#parts.admin.committed(this.#groupId(group), kafkaName, partitions);
    return new Map(offsets.map((offset, partition) => [partition, positionOf(offset ?? 0)]));
  }

  async partitions(topic: string): Promise<number> {
    return (await this.#open(topic)).partitions;
  }

  async partitionOf(topic: string, key: string): Promise<number> {
    return kafkaPartitionOfKey(key, (await this.#open(topic)).partitions);
  }

  ping(): Promise<void> {
    // One question at a time, however many ask meanwhile: probes come while the last one waits for brokers that are gone.
    this.#pinging ??= this.#parts.admin.ping().finally(() => {
      this.#pinging = undefined;
    });
    return this.#pinging;
  }

  /** Readers first, for what they are handling may append; then what still waits to be acknowledged. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#readers].map((reader) => reader.close()));
    await this.#appender.close();
    await this.#parts.admin.close();
  }

  async #open(topic: string): Promise<KafkaTopic> {
    this.#checkOpen();
    return this.#topics.open(topic);
  }

  #checkOpen(): void {
    if (this.#closed) throw new AppError("UNAVAILABLE", "The log is closed: Marquee is stopping.");
  }

  #groupId(group: string): string {
    return `${this.#parts.options.groupPrefix}${group}`;
  }

  #readerParts(topic: KafkaTopic, groupId: string): KafkaReaderParts {
    return { ...this.#parts, topic, groupId, newClient: () => this.#parts.newClient(READER_RETRIES) };
  }

  #track(start: () => Closeable): Closeable {
    this.#checkOpen();
    const reader = start();
    this.#readers.add(reader);
    return {
      close: async () => {
        await reader.close();
        this.#readers.delete(reader);
      },
    };
  }
}

function checkPartition({ name, partitions }: KafkaTopic, partition: number): void {
  if (Number.isInteger(partition) && partition >= 0 && partition < partitions) return;
  const there = `it has ${partitions}, numbered from 0.`;
  throw new AppError("BAD_USER_INPUT", `Topic ${name} has no partition ${partition}: ${there}`);
}
