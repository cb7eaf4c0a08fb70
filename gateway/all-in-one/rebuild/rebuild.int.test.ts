// replay-gives-the-same-state, on Cassandra and Kafka: tables folded anew beside those that serve are the same, row for row, and
// changes go on without a hole when they take over.
import { systemClock } from "@marquee/platform/clock/clock.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { type KafkaTestCluster, kafkaTestCluster } from "@marquee/platform/event-log/testing/kafka-test-cluster.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { type PureFold, pureFold } from "@marquee/ratings/projection/testing/pure-fold.js";
import { ratingTraffic } from "@marquee/ratings/projection/testing/rating-traffic.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import { type RatingLogEvent, readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { movieNamed } from "@marquee/schema/testing/movie-named.js";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { ALL_TABLES } from "../migrate.js";
import { openFoldStores } from "../open-all-stores.js";
import { allProjectorPlans } from "../start-all-projectors.js";
import { rebuild } from "./rebuild.js";
import { foldedRows } from "./testing/folded-rows.js";

const RATINGS = 3_000;
const LATER = 700;

interface Tables {
  cassandra: TestCassandra;
  /** With the groups of these tables. */
  log: EventLog;
}

let cluster: KafkaTestCluster;
let serving: Tables;
let rebuilt: Tables;
const traffic = ratingTraffic({ movies: 30, users: 50, seed: 11, duplicates: 0.1, removals: 0.1, packs: 0.05 });

beforeAll(async () => {
  cluster = kafkaTestCluster(inject("kafka"));
  const open = async (name: string): Promise<Tables> => ({
    cassandra: await openTestCassandra(inject("cassandra"), ALL_TABLES.folded),
    log: await cluster.open({ groupPrefix: `${cluster.prefix}${name}.` }),
  });
  serving = await open("serving");
  rebuilt = await open("rebuilt");
});
afterAll(async () => {
  await cluster.close();
  await serving.cassandra.close();
  await rebuilt.cassandra.close();
});

it("replay-gives-the-same-state: beside what serves, interrupted and run again, and then in its place", async () => {
  await appendRatings(RATINGS);
  await appendOthers();
  await projectAll(serving);
  // What nobody has published yet is not for the rebuild.
  await appendRatings(LATER);
  const published = await ends(TOPICS.ratingChanges, TOPICS.reviewChanges, TOPICS.deadLetters);

  const interrupted = new AbortController();
  const first = await rebuildAll(interrupted.signal, ({ done }) => done > 0 && interrupted.abort());
  expect(first).toBe(false);
  const totals: number[] = [];
  expect(await rebuildAll(new AbortController().signal, ({ total }) => totals.push(total))).toBe(true);
  expect(Math.max(...totals)).toBeGreaterThan(RATINGS);
  expect(await ends(TOPICS.ratingChanges, TOPICS.reviewChanges, TOPICS.deadLetters)).toEqual(published);
  expect(await foldedRows(rebuilt.cassandra.database)).toEqual(await foldedRows(serving.cassandra.database));
  expect(await rebuilt.log.committed("ratings", TOPICS.ratings)).toEqual(
    await serving.log.committed("ratings", TOPICS.ratings),
  );

  await projectAll(rebuilt);
  await expectPublished();
  // Those that served before go on from where they were: the same again.
  await projectAll(serving);
  expect(await foldedRows(rebuilt.cassandra.database)).toEqual(await foldedRows(serving.cassandra.database));
});

async function appendRatings(count: number): Promise<void> {
  const messages = Array.from({ length: count }, () => {
    const event = traffic.next().value;
    return { key: event.movieId, value: JSON.stringify(event) };
  });
  await serving.log.append(TOPICS.ratings, messages);
}

async function appendOthers(): Promise<void> {
  await serving.log.append(TOPICS.ratings, [{ key: "nobody", value: "{not json" }]);
  const common = { occurredAt: 1_767_225_600_000, origin: "live" } as const;
  const users = Array.from({ length: 200 }, (_, n) =>
    UserProfileChanged.encode(
      UserProfileChanged.create({ ...common, eventId: `user ${n}`, userId: `u${n % 60}`, name: `Name ${n}` }),
    ),
  );
  const reviews = Array.from({ length: 300 }, (_, n) => {
    const review = { summary: null, text: `Text ${n}`, containsSpoilers: n % 7 === 0, score: 1 + (n % 10) };
    const ids = { eventId: `review ${n}`, movieId: `m${n % 8}`, userId: `u${n % 60}` };
    return ReviewSubmitted.encode(ReviewSubmitted.create({ ...common, ...ids, review, importedVotes: null }));
  });
  const movies = Array.from({ length: 150 }, (_, n) => movieNamed(`m${n % 60}`, { releaseYear: 1950 + n }));
  await serving.log.append(TOPICS.movies, movies);
  await serving.log.append(TOPICS.users, users);
  await serving.log.append(TOPICS.reviews, reviews);
}

async function plansOf({ cassandra: { database } }: Tables) {
  const stores = await openFoldStores({ store: { kind: "cassandra", own: database, folded: database } });
  return allProjectorPlans({ FEED_RETENTION_HOURS: 24 }, stores, { clock: systemClock, logger: silentLogger });
}

async function projectAll(tables: Tables): Promise<void> {
  const { first, last } = await plansOf(tables);
  const projectors = await startProjectors({
    log: tables.log,
    plans: [...first, ...last],
    deadLettersTopic: TOPICS.deadLetters,
    logger: silentLogger,
    metrics: createMetrics(),
  });
  await projectors.caughtUp();
  await projectors.close();
}

async function rebuildAll(signal: AbortSignal, onProgress: Parameters<typeof rebuild>[0]["onProgress"]) {
  const { first, last } = await plansOf(rebuilt);
  const stages = [first.map((plan) => ({ ...plan, maxMessages: 100 })), last];
  return rebuild({ rebuilt: rebuilt.log, serving: serving.log, stages, logger: silentLogger, signal, onProgress });
}

async function ends(...topics: string[]) {
  const ranges = await Promise.all(topics.map((topic) => serving.log.positions(topic)));
  return ranges.flat().map(({ end }) => end);
}

/** Of each partition, each change of the pure fold once and in order, repeats left out. */
async function expectPublished(): Promise<void> {
  const logs = new Map<number, { position: number; appendedAt: number; event: RatingLogEvent | null }[]>();
  await readToEnd(serving.log, TOPICS.ratings, (messages) => {
    for (const { partition, position, appendedAt, value } of messages) {
      const event = value.startsWith("{not") ? null : readRatingEvent(value);
      logs.set(partition, [...(logs.get(partition) ?? []), { position, appendedAt, event }]);
    }
  });
  const told = new Map<number, PureFold["changes"]>();
  const seen = new Map<number, number>();
  await readToEnd(serving.log, TOPICS.ratingChanges, (messages) => {
    for (const { partition, value } of messages) {
      const record = readRatingChanges(value);
      if (record.position <= (seen.get(partition) ?? -1)) continue;
      seen.set(partition, record.position);
      if (record.type === "RatingChanges") told.set(partition, [...(told.get(partition) ?? []), record]);
    }
  });
  for (const [partition, log] of logs) {
    const model = pureFold(log).changes.map(({ position, totals }) => ({ position, totals }));
    expect((told.get(partition) ?? []).map(({ position, totals }) => ({ position, totals }))).toEqual(model);
  }
}
