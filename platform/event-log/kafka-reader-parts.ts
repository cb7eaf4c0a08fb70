import type { Logger } from "../logger/logger.js";
import type { KafkaAdmin, OffsetRange } from "./kafka-admin.js";
import type { KafkaClient } from "./kafka-client.js";
import type { KafkaMetrics } from "./kafka-metrics.js";
import type { KafkaLimits } from "./kafka-options.js";
import type { KafkaTopic } from "./kafka-topics.js";

/** What a consumer and a tail are made of. */
export interface KafkaReaderParts {
  topic: KafkaTopic;
  groupId: string;
  admin: KafkaAdmin;
  newClient(): KafkaClient;
  limits: KafkaLimits;
  metrics: KafkaMetrics;
  logger: Logger;
}

const LEAST_BYTES = 64 * 1024;
const MOST_BYTES = 1024 * 1024;

/** What may wait of one partition, and what is fetched of it at once. */
export function partitionBytes({ limits, topic }: KafkaReaderParts): number {
  return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, Math.floor(limits.maxBufferedBytes / topic.partitions)));
}

export async function rangeOf({ admin, topic }: KafkaReaderParts, partition: number): Promise<OffsetRange> {
  const range = (await admin.ranges(topic.kafkaName, topic.partitions))[partition];
  if (range === undefined) throw new Error(`${topic.kafkaName} has no partition ${partition}`);
  return range;
}
