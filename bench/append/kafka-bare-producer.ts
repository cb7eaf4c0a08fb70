import { Kafka, logLevel, Partitioners } from "kafkajs";

export interface BareProducer {
  /** As one sendBatch; resolves when it is acknowledged by all in-sync replicas. */
  send(topic: string, messages: { key: string; value: string }[]): Promise<void>;
  close(): Promise<void>;
}

/** kafkajs and nothing around it: idempotent, one send after the other. */
export async function openBareProducer(brokers: readonly string[]): Promise<BareProducer> {
  const kafka = new Kafka({ clientId: "bare", brokers: [...brokers], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  return {
    async send(topic, messages) {
      await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages }] });
    },
    close: () => producer.disconnect(),
  };
}

/** Every topic whose name begins so. */
export async function deleteTopicsOf(brokers: readonly string[], prefix: string): Promise<void> {
  const admin = new Kafka({ clientId: "bare", brokers: [...brokers], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
  await admin.deleteTopics({ topics });
  await admin.disconnect();
}
