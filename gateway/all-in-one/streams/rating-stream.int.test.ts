// The stream of ratings from outside, on Kafka and Cassandra, from its producer's send to the row in Cassandra.
import { cassandraTitleIndex } from "@marquee/loaders/streams/cassandra-title-index.js";
import { startOutsideStreams } from "@marquee/loaders/streams/start-outside-streams.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { KAFKA_LIMITS } from "@marquee/platform/event-log/kafka-options.js";
import { type KafkaTestCluster, kafkaTestCluster } from "@marquee/platform/event-log/testing/kafka-test-cluster.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { cql } from "@marquee/platform/store/cql-database.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { ratingProjectorPlans } from "@marquee/ratings/projectors.js";
import { openCassandraRatingStores } from "@marquee/ratings/store/cassandra-rating-stores.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { afterAll, beforeAll, expect, inject, it } from "vitest";

const MESSAGES = 100;
/** What is promised of the median, and what a machine that is busy with other tests gets. */
const PROMISED_MS = 250;
const BUSY = 5;

let cluster: KafkaTestCluster;
let cassandra: TestCassandra;
let log: EventLog;
let outside: EventLog;
const closing: { close(): Promise<unknown> }[] = [];

beforeAll(async () => {
  cluster = kafkaTestCluster(inject("kafka"));
  cassandra = await openTestCassandra(inject("cassandra"), [
    readTableMigrations("ratings"),
    readTableMigrations("streams"),
  ]);
  const limits = { fetchWaitMs: KAFKA_LIMITS.fetchWaitMs };
  log = await cluster.open({ limits });
  outside = await cluster.open();
  await Promise.all([...Object.values(TOPICS), ...Object.values(OUTSIDE_TOPICS)].map((topic) => log.partitions(topic)));
  const shared = { log, logger: silentLogger, metrics: createMetrics() };
  const plans = ratingProjectorPlans(openCassandraRatingStores(cassandra.database), {
    clock: systemClock,
    logger: silentLogger,
  });
  closing.push(await startProjectors({ ...shared, plans, deadLettersTopic: TOPICS.deadLetters }));
  const index = cassandraTitleIndex(cassandra.database);
  closing.push(await startOutsideStreams({ ...shared, index, clock: systemClock }));
});
afterAll(async () => {
  for (const one of closing.reverse()) await one.close();
  await cluster?.close();
  await cassandra?.close();
});

const ROWS = cql(
  `SELECT movie_id, score, title, director, country, release_year, content_rating, runtime_minutes, external_id, rated_at
    FROM ratings_by_user WHERE user_id = ? LIMIT 1000`,
  "text",
);
const rowsOf = (user: string) => cassandra.database.all<Record<string, unknown>>(ROWS, [`stream:${user}`]);

/** Asks again as soon as it is answered. */
async function rows(user: string, count: number): Promise<Record<string, unknown>[]> {
  for (;;) {
    const found = await rowsOf(user);
    if (found.length >= count) return found;
  }
}

const say = (user: string, movie: string, rating: number, at = new Date().toISOString().replace("Z", "456Z")) =>
  outside.append(OUTSIDE_TOPICS.ratings, [
    { key: user, value: JSON.stringify({ user, movie, rating, timestamp: at }) },
  ]);

const addMovie = (movie: { id: string } & Record<string, unknown>) =>
  outside.append(OUTSIDE_TOPICS.movies, [{ key: movie.id, value: JSON.stringify(movie) }]);

it("a rating stands enriched in its user's rows, within 250 ms in the median; what was said twice stands once", async () => {
  await addMovie({
    ...{ id: "netflix:s42", title: "Heat", releaseYear: 1995, runtimeMinutes: 170, contentRating: "R" },
    ...{ directors: ["Michael Mann"], countries: ["US"], externalIds: [{ source: "netflix", id: "s42" }] },
  });
  // The first one has the titles folded; unless it comes before the movie, and waits for it.
  await say("first", "HEAT ", 9, "2026-01-02T03:04:05.678901");
  const [row] = await rows("first", 1);
  expect(row).toEqual({
    ...{ movie_id: "netflix:s42", score: 9, title: "Heat", director: "Michael Mann", country: "US" },
    ...{ release_year: 1995, content_rating: "R", runtime_minutes: 170, external_id: "netflix:s42" },
    rated_at: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  });

  const took: number[] = [];
  for (let n = 0; n < MESSAGES; n += 1) {
    const sentAt = performance.now();
    await say(`user ${n}`, "heat", (n % 10) + 1);
    await rows(`user ${n}`, 1);
    took.push(performance.now() - sentAt);
  }
  took.sort((one, other) => one - other);
  const [median = 0, slow = 0] = [took[MESSAGES / 2], took[Math.floor(MESSAGES * 0.95)]];
  console.log(`From the producer's send to the row in Cassandra: ${median.toFixed(0)} ms, 95% ${slow.toFixed(0)} ms.`);
  expect(median).toBeLessThan(PROMISED_MS * BUSY);

  const at = new Date().toISOString();
  for (const score of [3, 3, 4]) await say("twice", "Heat", score, at);
  await expect.poll(async () => (await rowsOf("twice")).map((one) => one.score)).toEqual([4]);
});

it("a rating of an unknown title waits in Cassandra, and is counted when the title appears", async () => {
  await say("early", "Not Yet Out", 7);
  await say("early", "Heat", 5);
  expect(await rows("early", 1)).toMatchObject([{ title: "Heat" }]);
  await addMovie({ id: "tv:1", title: "not yet out" });
  expect((await rows("early", 2)).map(({ title }) => title).sort()).toEqual(["Heat", "not yet out"]);
});
