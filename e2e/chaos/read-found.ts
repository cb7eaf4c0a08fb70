// Reads what there is at the end, where it lies.
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import type { RatingPage, RatingStore } from "@marquee/ratings/store/rating-store.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import { readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { Found, FoundTables, ListedRating, LoggedEvent, PublishedChange } from "./found.js";

export async function readFound(log: EventLog, ratings: RatingStore): Promise<Found> {
  const events = await readLog(log);
  const changes = await readChanges(log);
  const movieIds = new Set<string>();
  const userIds = new Set<string>();
  for (const { event } of [...events.values()].flat()) {
    if (event === null || !("eventId" in event && "userId" in event)) continue;
    movieIds.add(event.movieId);
    userIds.add(event.userId);
  }
  return { log: events, changes, tables: await readTables(ratings, [...movieIds], [...userIds]) };
}

async function readLog(log: EventLog): Promise<Map<number, LoggedEvent[]>> {
  const all = new Map<number, LoggedEvent[]>();
  await readToEnd(log, TOPICS.ratings, (messages) => {
    for (const { partition, position, appendedAt, value } of messages) {
      listAt(all, partition).push({ position, appendedAt, event: readRatingEvent(value) });
    }
  });
  return all;
}

async function readChanges(log: EventLog): Promise<Map<number, PublishedChange[]>> {
  const all = new Map<number, PublishedChange[]>();
  await readToEnd(log, TOPICS.ratingChanges, (messages) => {
    for (const { partition, value } of messages) {
      const record = readRatingChanges(value);
      const told = record.type === "RatingChanges" ? record : { totals: null, changes: [] };
      const changes = told.changes.map(({ eventId, userId, score, previousScore }) => {
        return { eventId, userId, score, previousScore };
      });
      listAt(all, partition).push({ position: record.position, totals: told.totals, changes });
    }
  });
  return all;
}

async function readTables(ratings: RatingStore, movieIds: string[], userIds: string[]): Promise<FoundTables> {
  const totals = await ratings.totalsOf(movieIds);
  const keys = movieIds.flatMap((movieId) => userIds.map((userId) => ({ movieId, userId })));
  const standing = await ratings.ratingsOf(keys);
  return {
    totals: new Map(movieIds.flatMap((id, index) => (totals[index] ? [[id, totals[index].totals] as const] : []))),
    scores: new Map(
      keys.flatMap(({ movieId, userId }, index) =>
        standing[index] ? [[`${movieId} ${userId}`, standing[index].score] as const] : [],
      ),
    ),
    byMovie: await readLists(movieIds, (pages) => ratings.listByMovie(pages), "userId"),
    byUser: await readLists(userIds, (pages) => ratings.listByUser(pages), "movieId"),
    statistics: await ratings.statistics(),
  };
}

/** All lists side by side, page by page. */
async function readLists(
  ids: readonly string[],
  read: (pages: RatingPage[]) => Promise<readonly (readonly ListedRating[])[]>,
  tie: "movieId" | "userId",
): Promise<Map<string, ListedRating[]>> {
  const limit = 50;
  const lists = new Map<string, ListedRating[]>(ids.map((id) => [id, []]));
  for (let open = [...ids]; open.length > 0; ) {
    const pages = await read(
      open.map((id) => {
        const last = lists.get(id)?.at(-1);
        return { id, limit, after: last === undefined ? null : { ratedAt: last.ratedAt, id: last[tie] } };
      }),
    );
    pages.forEach((page, index) => {
      const entries = page.map(({ movieId, userId, score, ratedAt }) => ({ movieId, userId, score, ratedAt }));
      listAt(lists, open[index] ?? "").push(...entries);
    });
    open = open.filter((_, index) => pages[index]?.length === limit);
  }
  return lists;
}

function listAt<Key, Value>(lists: Map<Key, Value[]>, key: Key): Value[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}
