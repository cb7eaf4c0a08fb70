import { Kafka, logLevel } from "kafkajs";

/** Throws unless every partition has all of its replicas in sync. */
export async function checkInSync(brokers: readonly string[]): Promise<void> {
  const kafka = new Kafka({
    clientId: "chaos",
    brokers: [...brokers],
    connectionTimeout: 2_000,
    requestTimeout: 5_000,
    retry: { retries: 1 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { topics } = await admin.fetchTopicMetadata();
    for (const { name, partitions } of topics) {
      for (const { partitionId, isr, replicas, leader } of partitions) {
        if (leader < 0 || isr.length < replicas.length) {
          throw new Error(`${name}/${partitionId}: ${isr.length} of ${replicas.length} replicas are in sync`);
        }
      }
    }
  } finally {
    await admin.disconnect();
  }
}
