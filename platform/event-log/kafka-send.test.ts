import type { Producer, ProducerBatch, RecordMetadata } from "kafkajs";
import { expect, test } from "vitest";
import { KafkaAppend } from "./kafka-append.js";
import { sendGroups } from "./kafka-send.js";

const OPTIONS = { ackTimeoutMs: 1_000, giveUpAfterMs: 5_000 };
const TOPICS = ["one", "two"].map((name) => ({ name, kafkaName: `p.${name}`, partitions: 4 }));

function append(topic: number, ...partitions: number[]): KafkaAppend {
  const found = TOPICS[topic];
  if (!found) throw new Error("no such topic");
  const made = new KafkaAppend(
    found,
    partitions.map((partition, nth) => ({ key: `${nth}`, value: "v", partition })),
  );
  made.places.catch(() => undefined);
  return made;
}

function send(
  appends: KafkaAppend[],
  answer: (batch: ProducerBatch) => Promise<RecordMetadata[]>,
  giveUpAfterMs = 5_000,
) {
  const groups = appends.flatMap((one) => one.groups);
  for (const group of groups) group.state = "sent";
  return sendGroups({ sendBatch: answer } as unknown as Producer, groups, { ...OPTIONS, giveUpAfterMs });
}

const at = (topicName: string, partition: number, baseOffset: number): RecordMetadata => ({
  topicName,
  partition,
  errorCode: 0,
  baseOffset: String(baseOffset),
});

test("gives each append its places in the record batches that it shares", async () => {
  const appends = [append(0, 1, 1), append(1, 1), append(0, 1, 2)];
  let sent: ProducerBatch = {};
  await send(appends, async (batch) => {
    sent = batch;
    return [at("p.one", 2, 20), at("p.two", 1, 0), at("p.one", 1, 5)];
  });
  expect(sent.topicMessages?.map(({ topic, messages }) => [topic, messages.map(({ partition }) => partition)])).toEqual(
    [
      ["p.one", [1, 1, 1, 2]],
      ["p.two", [1]],
    ],
  );
  expect(
    (await Promise.all(appends.map(({ places }) => places))).map((places) => places.map((p) => p.position)),
  ).toEqual([[5, 6], [0], [7, 20]]);
});

test.each([
  ["without the partition", []],
  ["without an offset", [at("p.one", 0, -1)]],
])("an answer %s is no acknowledgement", async (_, answer) => {
  const one = append(0, 0);
  expect(await send([one], async () => answer)).toMatchObject({ error: expect.anything() });
  await expect(one.places).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
});

test("an answer that tells of a partition twice is believed the first time", async () => {
  const one = append(0, 0);
  expect(await send([one], async () => [at("p.one", 0, 3), at("p.one", 0, 4)])).toEqual({});
  expect(await one.places).toEqual([{ partition: 0, position: 3 }]);
});

test("any error leaves open what was stored, except a refusal of one partition's messages", async () => {
  const refusal = Object.assign(new Error("too large"), { type: "MESSAGE_TOO_LARGE" });
  const [alone, withOther, lost] = [append(0, 0, 0), append(0, 0, 1), append(0, 0)];
  await send([alone], () => Promise.reject(refusal));
  await send([withOther], () => Promise.reject(refusal));
  await send([lost], () => Promise.reject(new Error("connection closed")));
  await expect(alone.places).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(withOther.places).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
  await expect(lost.places).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
});

test("an answer that never comes is given up", async () => {
  const one = append(0, 0);
  expect(await send([one], () => new Promise(() => {}), 1)).toMatchObject({ error: expect.anything() });
  await expect(one.places).rejects.toMatchObject({ code: "UNKNOWN_OUTCOME" });
});
