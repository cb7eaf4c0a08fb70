/** One sendBatch: what it carries, and what its answer means for each append in it. */
import type { Producer, RecordMetadata, TopicMessages } from "kafkajs";
import type { AppendGroup, KafkaRecord } from "./kafka-append.js";
import { isRefusal, messageOf } from "./kafka-errors.js";

export interface SendOptions {
  /** How long the leader waits for its followers before it says so. */
  ackTimeoutMs: number;
  /** After that the answer does not matter any more. */
  giveUpAfterMs: number;
}

/** Answers every group of it; false when the producer must not be used any more. */
export async function sendGroups(
  producer: Producer,
  groups: readonly AppendGroup[],
  options: SendOptions,
): Promise<{ error?: unknown }> {
  try {
    const metadata = await beforeDeadline(
      producer.sendBatch({ acks: -1, timeout: options.ackTimeoutMs, topicMessages: topicMessages(groups) }),
      options.giveUpAfterMs,
    );
    return settle(groups, metadata);
  } catch (error) {
    // One error stands for the whole send: only where all of it is one partition's was nothing else stored beside.
    const nothingStored = isRefusal(error) && groups.every((group) => inSamePartition(group, groups[0]));
    for (const group of groups) {
      if (nothingStored) group.append.refused(group, `The log refused the event: ${messageOf(error)}.`, error);
      else group.append.lost(group, error);
    }
    return { error };
  }
}

/** In the order of the groups: what a partition gets is one record batch, each group's messages next to each other. */
function topicMessages(groups: readonly AppendGroup[]): TopicMessages[] {
  const byTopic = new Map<string, KafkaRecord[]>();
  for (const { topic, records } of groups) {
    const messages = byTopic.get(topic.kafkaName);
    if (messages === undefined) byTopic.set(topic.kafkaName, groups.length === 1 ? records : [...records]);
    else for (const record of records) messages.push(record);
  }
  return [...byTopic].map(([topic, messages]) => ({ topic, messages }));
}

function settle(groups: readonly AppendGroup[], metadata: readonly RecordMetadata[]): { error?: unknown } {
  const nextOffsets = new Map<string, number>();
  for (const { topicName, partition, errorCode, baseOffset } of metadata) {
    const place = `${topicName}/${partition}`;
    // After a change of leaders kafkajs may send to the new one what the old one has already; the first answer holds.
    if (errorCode === 0 && Number(baseOffset ?? -1) >= 0 && !nextOffsets.has(place)) {
      nextOffsets.set(place, Number(baseOffset));
    }
  }
  let error: unknown;
  for (const group of groups) {
    const place = `${group.topic.kafkaName}/${group.partition}`;
    const offset = nextOffsets.get(place);
    if (offset === undefined) {
      error = new Error(`the answer has no offset for ${place}`);
      group.append.lost(group, error);
    } else {
      nextOffsets.set(place, offset + group.records.length);
      group.append.stored(group, offset);
    }
  }
  return error === undefined ? {} : { error };
}

function inSamePartition(one: AppendGroup, other: AppendGroup | undefined): boolean {
  return one.topic.kafkaName === other?.topic.kafkaName && one.partition === other.partition;
}

async function beforeDeadline<Answer>(answer: Promise<Answer>, timeoutMs: number): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not acknowledged in ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
