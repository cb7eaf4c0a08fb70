// Brokers' answers are lost while many rate one movie at once: everything acknowledged is in the log, nothing counts twice, and no
// older score comes back.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { type KafkaProxy, openKafkaProxy } from "@marquee/platform/event-log/testing/kafka-proxy.js";
import { type KafkaTestCluster, kafkaTestCluster } from "@marquee/platform/event-log/testing/kafka-test-cluster.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { createRatingsSubgraph } from "@marquee/ratings/app.js";
import { ratingProjectorPlans } from "@marquee/ratings/projectors.js";
import { openCassandraRatingStores } from "@marquee/ratings/store/cassandra-rating-stores.js";
import type { RatingStores } from "@marquee/ratings/store/rating-stores.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { movieNamed } from "@marquee/schema/testing/movie-named.js";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { checkFold } from "./check-fold.js";
import { checkLog } from "./check-log.js";
import { type Attempt, History, type Write } from "./history.js";
import { readFound } from "./read-found.js";

const USERS = 24;
const WRITES_EACH = 12;
const MOVIE = "movie";

let cluster: KafkaTestCluster;
let cassandra: TestCassandra;
let proxy: KafkaProxy;
let direct: EventLog;
let stores: RatingStores;
let projectors: Awaited<ReturnType<typeof startProjectors>>;
let subgraph: Subgraph;

beforeAll(async () => {
  cluster = kafkaTestCluster(inject("kafka"));
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("ratings")]);
  stores = openCassandraRatingStores(cassandra.database);
  direct = await cluster.open({ partitions: 1 });
  const shared = { clock: systemClock, logger: silentLogger, metrics: createMetrics() };
  await direct.append(TOPICS.movies, [movieNamed(MOVIE, {})]);
  const plans = ratingProjectorPlans(stores, shared);
  projectors = await startProjectors({ ...shared, log: direct, plans, deadLettersTopic: TOPICS.deadLetters });
  await projectors.caughtUp();
  proxy = await openKafkaProxy(inject("kafka"));
  const limits = { appendTimeoutMs: 2_000, producers: 1 };
  const log = await cluster.open({ partitions: 1, socketFactory: proxy.socketFactory, limits });
  const cursors = createCursorSigner(["a key for tests alone, of 32 characters or more"]);
  subgraph = await createRatingsSubgraph({ ...shared, stores, log, cursors });
});
afterAll(async () => {
  await subgraph?.close();
  await projectors?.close();
  await cluster?.close();
  await proxy?.close();
  await cassandra?.close();
});

async function send(write: Write): Promise<Attempt> {
  const { userId, movieId, key, score } = write;
  const removes = score === null;
  const [field, type] = removes ? ["removeRating", "RemoveRatingInput"] : ["rateMovie", "RateMovieInput"];
  const query = `mutation ($input: ${type}!) { payload: ${field}(input: $input) { eventId } }`;
  const input = { movieId, idempotencyKey: key, ...(removes ? {} : { score }) };
  const viewer = { userId, roles: ["USER" as const], expiresAt: Number.MAX_SAFE_INTEGER };
  const { data, errors } = await subgraph.endpoint.execute({ query, variables: { input }, viewer, requestId: "test" });
  const eventId = (data?.payload as { eventId: string } | undefined)?.eventId ?? null;
  if (eventId !== null) return { outcome: "acknowledged", reason: "", eventId, tookMs: 0 };
  const reason = String(errors?.[0]?.extensions?.code);
  return { outcome: reason === "UNAVAILABLE" ? "refused" : "unknown", reason, eventId, tookMs: 0 };
}

/** One write after the other; what got no answer is sent again, sometimes only after the next one. */
async function rateAgainAndAgain(history: History, round: string, user: number): Promise<void> {
  const later: Write[] = [];
  const tell = async (write: Write) => {
    const attempt = await send(write);
    history.record(write, attempt);
    return attempt.outcome === "acknowledged";
  };
  for (let nth = 0; nth < WRITES_EACH; nth++) {
    const score = nth % 6 === 5 ? null : 1 + ((user + nth) % 10);
    const write = { userId: `user-${user}`, movieId: MOVIE, key: `${round} ${nth}`, score };
    if (await tell(write)) continue;
    if (nth % 2 === 0) later.push(write);
    else while (!(await tell(write)));
  }
  for (const write of later) while (!(await tell(write)));
}

it.each([
  ["some of the answers", (nth: number) => nth % 4 === 2],
  ["all answers for a while", (nth: number) => nth % 40 > 20],
])("no-acknowledged-rating-lost, no-rating-counted-twice: with %s lost", async (round, loses) => {
  const history = new History();
  proxy.losesProduceResponse = loses;
  await Promise.all(Array.from({ length: USERS }, (_, user) => rateAgainAndAgain(history, round, user)));
  proxy.losesProduceResponse = () => false;
  await projectors.caughtUp();
  // Each case adds to the same log.
  past.push(history);
  const found = await readFound(direct, stores.ratings);
  expect(checkLog(together(past), found.log)).toEqual([]);
  expect(checkFold(found)).toEqual([]);
  expect(history.outcomes.acknowledged).toBeGreaterThanOrEqual(USERS * WRITES_EACH);
});

const past: History[] = [];

function together(histories: readonly History[]): History {
  const all = new History();
  for (const { pairs } of histories) {
    for (const sent of pairs.values()) for (const { write, attempt } of sent) all.record(write, attempt);
  }
  return all;
}
