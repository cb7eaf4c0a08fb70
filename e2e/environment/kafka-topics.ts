import { Kafka, logLevel } from "kafkajs";

/** Deletes the topics and groups that a story's processes have made. */
export async function deleteTopics(broker: string, prefix: string): Promise<void> {
  const admin = new Kafka({ brokers: [broker], clientId: "e2e", logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(prefix));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    const { groups } = await admin.listGroups();
    const ours = groups.map(({ groupId }) => groupId).filter((group) => group.startsWith(prefix));
    // Members that were killed are only missed after a while; until then their group stays.
    if (ours.length > 0) await admin.deleteGroups(ours).catch(() => undefined);
  } finally {
    await admin.disconnect();
  }
}
