import type { ISocketFactory } from "kafkajs";
import type { Logger } from "../logger/logger.js";
import type { Metrics } from "../service/metrics.js";

/** How to reach a cluster. */
export interface KafkaConnectionOptions {
  /** host:port of brokers to begin with; the others are found through them. */
  brokers: readonly string[];
  sasl?: KafkaSasl | undefined;
  /** Undefined: connections are not encrypted. */
  tls?: KafkaTls | undefined;
  /** Instead of plain sockets, for what stands between a client and its broker. */
  socketFactory?: ISocketFactory;
}

export interface KafkaSasl {
  mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  username: string;
  password: string;
}

/** PEM texts. */
export interface KafkaTls {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
}

/** What a topic is made with. */
export interface KafkaTopicSettings {
  /** Milliseconds that messages are kept; null: for ever. */
  retentionMs: number | null;
  /** The last message of each key is kept for ever, whatever the retention. */
  compacted: boolean;
}

export interface KafkaEventLogOptions extends KafkaConnectionOptions {
  /** What brokers call this process in their logs. */
  clientId: string;
  /** Before every topic's name, so that several Marquees can share a cluster. */
  topicPrefix: string;
  /** Before every group's name: a group's offsets belong to the tables that it writes. */
  groupPrefix: string;
  /** Of every topic; one that exists with another number is refused. */
  partitions: number;
  /** Copies of each partition when a topic is made. */
  replication: number;
  /** Copies that must have a message before it is acknowledged, when a topic is made. */
  minInsyncReplicas: number;
  /** By the topic's name without prefix; undefined: kept for ever. */
  topicSettings?(topic: string): KafkaTopicSettings | undefined;
  logger?: Logger;
  metrics?: Metrics;
  /** Ends the wait for a cluster that is not there yet. */
  signal?: AbortSignal;
  limits?: Partial<KafkaLimits>;
}

export interface KafkaLimits {
  /** An append that is not acknowledged by then is answered: UNAVAILABLE while it waits, UNKNOWN_OUTCOME once it was sent. */
  appendTimeoutMs: number;
  /** Appends wait for their turn up to here, all together; what comes then is refused. */
  maxQueuedMessages: number;
  maxQueuedBytes: number;
  /** What one append may put into one partition, keys and values with 32 bytes a message. Topics are made to take it. */
  maxAppendBytes: number;
  /** Producers at work side by side; each partition has its own among them. */
  producers: number;
  /** Connecting, and any one request, including an acknowledgement; requests are sent again within the time of their caller. */
  connectTimeoutMs: number;
  requestTimeoutMs: number;
  /** A question about topics or groups, however often it is asked again. */
  askTimeoutMs: number;
  /** How long a fetch that finds nothing waits on the broker. A message that comes meanwhile ends it at once. */
  fetchWaitMs: number;
  /** A member that was not heard of for so long loses its partitions. */
  sessionTimeoutMs: number;
  heartbeatMs: number;
  /** How long a group waits for members that are still at work before their partitions go to others. */
  rebalanceTimeoutMs: number;
  /** What one reader holds that is not yet handled, all its partitions together. */
  maxBufferedBytes: number;
  /** How often the lag of consumers is measured. */
  lagEveryMs: number;
}

export const KAFKA_LIMITS: KafkaLimits = {
  // Longer than it takes a cluster to notice a broker that died and to choose new leaders: 9 s by default.
  appendTimeoutMs: 15_000,
  maxQueuedMessages: 20_000,
  maxQueuedBytes: 64 * 2 ** 20,
  maxAppendBytes: 8 * 2 ** 20 - 2 ** 16,
  producers: 4,
  connectTimeoutMs: 3_000,
  requestTimeoutMs: 5_000,
  askTimeoutMs: 10_000,
  fetchWaitMs: 200,
  sessionTimeoutMs: 10_000,
  heartbeatMs: 1_000,
  rebalanceTimeoutMs: 30_000,
  maxBufferedBytes: 16 * 2 ** 20,
  lagEveryMs: 10_000,
};

/** Of a record batch, with its header: what one append to a partition becomes. */
export const MAX_RECORD_BATCH_BYTES = 8 * 2 ** 20;
