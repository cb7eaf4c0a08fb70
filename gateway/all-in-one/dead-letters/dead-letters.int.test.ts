// The command itself, on Cassandra and Kafka.
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { systemClock } from "@marquee/platform/clock/clock.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { type KafkaTestCluster, kafkaTestCluster } from "@marquee/platform/event-log/testing/kafka-test-cluster.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { ratingTraffic } from "@marquee/ratings/projection/testing/rating-traffic.js";
import { ratingProjectorPlans } from "@marquee/ratings/projectors.js";
import { openCassandraRatingStores } from "@marquee/ratings/store/cassandra-rating-stores.js";
import type { RatingStores } from "@marquee/ratings/store/rating-stores.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

const MAIN = fileURLToPath(new URL("../dist/dead-letters-main.js", import.meta.url));
const PARTITIONS = 2;

let cluster: KafkaTestCluster;
let cassandra: TestCassandra;
let log: EventLog;
let stores: RatingStores;

beforeAll(async () => {
  cluster = kafkaTestCluster(inject("kafka"));
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("ratings")]);
  log = await cluster.open({ partitions: PARTITIONS });
  stores = openCassandraRatingStores(cassandra.database);
});
afterAll(async () => {
  await cluster?.close();
  await cassandra?.close();
});

/** `understands`: whether this version of the projectors can read what the one before could not. */
async function project(understands: boolean): Promise<void> {
  const plans = ratingProjectorPlans(stores, { clock: systemClock, logger: silentLogger }).map((plan) => {
    const { projection } = plan;
    const translated = (value: string) => (understands ? value.replace("RatingSubmitted2", "RatingSubmitted") : value);
    return {
      ...plan,
      projection: {
        ...projection,
        parse: (message: Parameters<typeof projection.parse>[0]) =>
          projection.parse({ ...message, value: translated(message.value) }),
      },
    };
  });
  const shared = { deadLettersTopic: TOPICS.deadLetters, logger: silentLogger, metrics: createMetrics() };
  const projectors = await startProjectors({ ...shared, log, plans });
  await projectors.caughtUp();
  await projectors.close();
}

async function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  const environment = {
    STORE: "cassandra",
    CASSANDRA_CONTACT_POINTS: inject("cassandra"),
    CASSANDRA_KEYSPACE: cassandra.database.keyspace,
    CASSANDRA_REPLICATION: "1",
    EVENT_LOG: "kafka",
    KAFKA_BROKERS: inject("kafka"),
    KAFKA_TOPIC_PREFIX: cluster.prefix,
    KAFKA_REPLICATION: "1",
    KAFKA_MIN_INSYNC: "1",
    EVENT_LOG_PARTITIONS: String(PARTITIONS),
  };
  const env = { PATH: process.env.PATH, ...environment };
  return promisify(execFile)(process.execPath, [MAIN, ...args], { env, cwd: tmpdir() });
}

async function list(...args: string[]) {
  const { stdout } = await run("list", ...args);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as { reason: string; replayed: boolean; source: { value: string; key: string } });
}

it("bad-message-does-not-stop-the-stream: it is listed, and replayed once it can be read", async () => {
  const good = ratingTraffic({ movies: 1, users: 1_000, seed: 5 });
  const { value: first } = good.next();
  const later = { ...good.next().value, type: "RatingSubmitted2" };
  const message = (event: { movieId: string }) => ({ key: event.movieId, value: JSON.stringify(event) });
  await log.append(TOPICS.ratings, [
    message(first),
    { key: "k", value: "{not json" },
    message(later),
    message(good.next().value),
  ]);
  await project(false);
  expect(await stores.ratings.statistics()).toMatchObject({ ratings: 2 });
  const letters = await list();
  expect(letters.map(({ reason, replayed }) => ({ reason, replayed }))).toEqual([
    { reason: "UNREADABLE", replayed: false },
    { reason: "UNREADABLE", replayed: false },
  ]);
  expect(letters.map(({ source }) => source.value).sort()).toEqual([JSON.stringify(later), "{not json"].sort());
  expect(await list("--topic", "another")).toEqual([]);

  const { stderr } = await run("replay");
  expect(stderr).toMatch(/^2 replayed\.$/m);
  expect(await list()).toEqual([]);
  expect((await list("--all")).every(({ replayed }) => replayed)).toBe(true);
  await project(true);
  expect(await stores.ratings.statistics()).toMatchObject({ ratings: 3 });
  // What still can't be read is among them again, in its new place.
  expect((await list()).map(({ source }) => source.value)).toEqual(["{not json"]);
});

it("says how it is used", async () => {
  await expect(run("burn")).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("npm run dead-letters") });
});
