import { randomUUID } from "node:crypto";
import { Kafka, logLevel } from "kafkajs";
import type { EventLog } from "../event-log.js";
import { openKafkaEventLog } from "../kafka-event-log.js";
import type { KafkaEventLogOptions } from "../kafka-options.js";

export interface KafkaTestCluster {
  /** Before every topic and group of this test file. */
  readonly prefix: string;
  readonly brokers: string[];
  /** kafkajs itself, quiet. */
  readonly kafka: Kafka;
  open(options?: Partial<KafkaEventLogOptions>): Promise<EventLog>;
  /** Closes the logs that are still open, and deletes the topics and groups that they made. */
  close(): Promise<void>;
}

/** `broker`: host:port. */
export function kafkaTestCluster(broker: string): KafkaTestCluster {
  const prefix = `test-${randomUUID().slice(0, 8)}.`;
  const brokers = [broker];
  const kafka = new Kafka({ brokers, clientId: "test", logLevel: logLevel.NOTHING });
  const logs: EventLog[] = [];
  return {
    prefix,
    brokers,
    kafka,
    async open(options = {}) {
      const log = await openKafkaEventLog({
        brokers,
        clientId: "test",
        topicPrefix: prefix,
        groupPrefix: prefix,
        partitions: 4,
        replication: 1,
        minInsyncReplicas: 1,
        ...options,
        limits: { fetchWaitMs: 50, heartbeatMs: 200, ...options.limits },
      });
      logs.push(log);
      return log;
    },
    async close() {
      await Promise.all(logs.map((log) => log.close()));
      const admin = kafka.admin();
      await admin.connect();
      const { groups } = await admin.listGroups();
      const ours = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(prefix));
      if (ours.length > 0) await admin.deleteGroups(ours);
      const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
      if (topics.length > 0) await admin.deleteTopics({ topics });
      await admin.disconnect();
    },
  };
}
