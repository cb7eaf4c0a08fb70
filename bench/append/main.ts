// npm run bench:append: ratings accepted per second by the log on Kafka, 500 an append as an import does and one an append as a mutation
// does, beside a bare kafkajs producer that is given the same events 500 at a time. On the brokers that are configured.
import { randomBytes } from "node:crypto";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { kafkaConnection } from "@marquee/platform/config/kafka-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openKafkaEventLog } from "@marquee/platform/event-log/kafka-event-log.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { printRates, printRatio, sideBySide } from "../side-by-side.js";
import { take, zipfRatings } from "../traffic/zipf-ratings.js";
import { deleteTopicsOf, openBareProducer } from "./kafka-bare-producer.js";

const EVENTS = 50_000;
const ROUNDS = 7;
const SEND = 500;
/** Mutations under way at once. */
const IN_FLIGHT = 4_000;
const TOPIC = "appended";

const config = parseConfig(engineConfig, readEnvironment());
const topicPrefix = `bench-${randomBytes(4).toString("hex")}.`;
const messages = take(EVENTS, zipfRatings({ movies: 2_000, users: 50_000, seed: 1 })).map(RatingSubmitted.encode);
const log = await openKafkaEventLog({
  ...kafkaConnection(config),
  clientId: "bench",
  topicPrefix,
  groupPrefix: topicPrefix,
  partitions: config.EVENT_LOG_PARTITIONS,
  replication: config.KAFKA_REPLICATION,
  minInsyncReplicas: config.KAFKA_MIN_INSYNC,
});
await log.partitions(TOPIC);
const bare = await openBareProducer(config.KAFKA_BROKERS);

const all = await sideBySide(ROUNDS, [
  { name: `the log, ${SEND} events an append`, units: EVENTS, round: () => appendInBatches() },
  { name: "the log, one event an append", units: EVENTS, round: () => appendOneByOne() },
  { name: `a bare kafkajs producer, ${SEND} a sendBatch`, units: EVENTS, round: () => sendInBatches() },
]);
await log.close();
await bare.close();
await deleteTopicsOf(config.KAFKA_BROKERS, topicPrefix);
printRates("events", all);
const [batches, single, producer] = all;
printRatio("the log / bare kafkajs", batches, producer);
printRatio("the log, one event an append / bare kafkajs", single, producer);

/** A worker for each mutation under way: it takes the next event when its last one is acknowledged. */
async function appendOneByOne(): Promise<void> {
  const left = messages.values();
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (const message of left) await log.append(TOPIC, [message]);
    }),
  );
}

async function appendInBatches(): Promise<void> {
  for (let from = 0; from < EVENTS; from += SEND) await log.append(TOPIC, messages.slice(from, from + SEND));
}

async function sendInBatches(): Promise<void> {
  for (let from = 0; from < EVENTS; from += SEND) {
    await bare.send(`${topicPrefix}${TOPIC}`, messages.slice(from, from + SEND));
  }
}
