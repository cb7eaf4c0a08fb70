// Thousands of events through real Cassandra, with batches that come again and are cut otherwise: what queries and replays read in
// the end is the pure fold of the log.

import type { Projection } from "@marquee/platform/projection/projection.js";
import { openTestCassandra, type TestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { projectWithCrashes, type Try } from "@marquee/platform/testing/project-with-crashes.js";
import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import type { RatingModel } from "../models.js";
import { openCassandraRatingStores } from "../store/cassandra-rating-stores.js";
import type { RatingPage } from "../store/rating-store.js";
import type { RatingStores } from "../store/rating-stores.js";
import { ratingProjection } from "./rating-projection.js";
import { asLogMessage, type GeneratedMessage } from "./testing/generated-log.js";
import { type PureFold, pureFold } from "./testing/pure-fold.js";
import { ratingTraffic, seededRandom } from "./testing/rating-traffic.js";

const EVENTS = 3_000;
const GENERATION = 2 ** 40;

let cassandra: TestCassandra;
let stores: RatingStores;
beforeAll(async () => {
  cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("ratings")]);
  stores = openCassandraRatingStores(cassandra.database);
});
afterAll(() => cassandra.close());

it("no-rating-counted-twice: folded with crashes, by members that come and go, everything reads as the log says", async () => {
  const random = seededRandom(7);
  const log = messages(random);
  const projection = ratingProjection(stores.fold);
  await projectWithCrashes(projection, log.map(asLogMessage), attempts(random));
  const model = pureFold(log);
  await expectToRead(model);
  // A member that lost its partition long ago, and goes on from where it was: what it would need is forgotten by now.
  await expect(foldAgain(projection, log.slice(1_000, 1_400))).rejects.toThrow(/given to another process/);
  await expectToRead(model);
});

/** Positions with holes, over two generations of the topic. */
function messages(random: () => number): GeneratedMessage[] {
  const traffic = ratingTraffic({ movies: 40, users: 60, seed: 3, duplicates: 0.1, removals: 0.1, packs: 0.05 });
  let position = 9_000;
  return Array.from({ length: EVENTS }, (_, index) => {
    position = index === EVENTS / 2 ? GENERATION + 3 : position + 1 + (random() < 0.1 ? 5 : 0);
    return { position, appendedAt: index * 60_000, event: traffic.next().value };
  });
}

function attempts(random: () => number): Try[] {
  const outcomes = ["published", "published", "published", "lost", "half", "timeout", "crash"] as const;
  return Array.from({ length: 40 }, () => ({
    size: 1 + Math.floor(random() * 400),
    publishing: outcomes[Math.floor(random() * outcomes.length)] ?? "published",
  }));
}

async function foldAgain(projection: Projection<RatingLogEvent>, batch: readonly GeneratedMessage[]): Promise<void> {
  const [committed = 0, last = 0] = [batch[0]?.position, batch.at(-1)?.position];
  const events = batch.flatMap(({ event, ...at }) => (event === null ? [] : [{ ...at, event }]));
  await projection.apply({ partition: 0, committed, last, events });
}

async function expectToRead(model: PureFold): Promise<void> {
  const entries = [...model.listed].map(([key, entry]): RatingModel => {
    const [movieId = "", userId = ""] = key.split(" ");
    return { movieId, userId, ...entry };
  });
  const byMovie = groups(entries, "movieId", "userId");
  const byUser = groups(entries, "userId", "movieId");
  expect(await readAll(byMovie.keys(), (pages) => stores.ratings.listByMovie(pages), "userId")).toEqual(byMovie);
  expect(await readAll(byUser.keys(), (pages) => stores.ratings.listByUser(pages), "movieId")).toEqual(byUser);

  const keys = [...model.scores.keys()].map((key) => {
    const [movieId = "", userId = ""] = key.split(" ");
    return { movieId, userId };
  });
  const standing = await stores.ratings.ratingsOf(keys);
  expect(standing.map((rating) => rating?.score ?? null)).toEqual([...model.scores.values()]);

  const movieIds = [...model.totals.keys()];
  const totals = await stores.ratings.totalsOf(movieIds);
  expect(totals.map((found) => found?.totals)).toEqual([...model.totals.values()]);
  const sumOfScores = entries.reduce((sum, { score }) => sum + score, 0);
  expect(await stores.ratings.statistics()).toEqual({ ratings: entries.length, sumOfScores });

  const records = await readFeed();
  const told = records.map(({ position, movieId, totals: after }) => ({ position, movieId, totals: after }));
  expect(told).toEqual(
    model.changes.map(({ position, movieId, totals: after }) => ({ position, movieId, totals: after })),
  );
}

/** Each list in the order that it is read in. */
function groups(entries: readonly RatingModel[], by: "movieId" | "userId", ties: "movieId" | "userId") {
  const lists = new Map<string, RatingModel[]>();
  for (const entry of entries) lists.set(entry[by], [...(lists.get(entry[by]) ?? []), entry]);
  for (const list of lists.values()) list.sort((a, b) => b.ratedAt - a.ratedAt || (a[ties] < b[ties] ? -1 : 1));
  return lists;
}

/** All lists side by side, page by page. */
async function readAll(
  ids: Iterable<string>,
  read: (pages: RatingPage[]) => Promise<RatingModel[][]>,
  tie: "movieId" | "userId",
): Promise<Map<string, RatingModel[]>> {
  const limit = 17;
  const lists = new Map<string, RatingModel[]>([...ids].map((id) => [id, []]));
  for (let open = [...lists.keys()]; open.length > 0; ) {
    const pages = await read(
      open.map((id) => {
        const last = lists.get(id)?.at(-1);
        return { id, limit, after: last === undefined ? null : { ratedAt: last.ratedAt, id: last[tie] } };
      }),
    );
    pages.forEach((page, index) => {
      lists
        .get(open[index] ?? "")
        ?.push(...page.map(({ movieId, userId, score, ratedAt }) => ({ movieId, userId, score, ratedAt })));
    });
    open = open.filter((_, index) => pages[index]?.length === limit);
  }
  return lists;
}

async function readFeed() {
  const end = await stores.feed.applied(0);
  const records = await stores.feed.read(0, -1, end, 500);
  for (let page = records; page.length === 500; ) {
    page = await stores.feed.read(0, records.at(-1)?.position ?? end, end, 500);
    records.push(...page);
  }
  return records;
}
