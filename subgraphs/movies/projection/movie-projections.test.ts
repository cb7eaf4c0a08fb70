import type { MovieLogEvent } from "@marquee/schema/events/movie-events.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { describe, expect, test } from "vitest";
import type { MovieStore } from "../store/movie-store.js";
import { createMovieProjection } from "./movie-projection.js";
import { createPopularityProjection } from "./popularity-projection.js";

/** A store that only notes what it is told, in order. */
function recordingStore() {
  const written: unknown[] = [];
  const note = (what: string) => async (entries: readonly unknown[]) => {
    for (const entry of entries) written.push([what, entry]);
  };
  const store = { upsertMany: note("upsert"), retireMany: note("retire"), setPopularity: note("popularity") };
  return { written, store: store as unknown as MovieStore };
}

function batchOf<Event>(events: Event[]) {
  const entries = events.map((event, position) => ({ position, appendedAt: 0, event }));
  return { partition: 0, committed: 0, last: events.length - 1, events: entries };
}

describe("the movies projection", () => {
  const facts = { eventId: "e", occurredAt: 0, origin: "live" as const };
  const upserted = (movieId: string, title: string) =>
    MovieUpserted.create({ ...facts, movieId, movie: catalogueEntry({ title }) });
  const retired = (movieId: string) => MovieRetired.create({ ...facts, movieId, replacedBy: null });
  const writtenBy = async (...events: MovieLogEvent[]) => {
    const { store, written } = recordingStore();
    expect(await createMovieProjection(store).apply(batchOf(events))).toEqual([]);
    return written;
  };

  test("writes of each movie the last word of the batch", async () => {
    expect(await writtenBy(upserted("a", "1"), upserted("b", "2"), upserted("a", "3"))).toEqual([
      ["upsert", { id: "a", entry: catalogueEntry({ title: "3" }), position: 2 }],
      ["upsert", { id: "b", entry: catalogueEntry({ title: "2" }), position: 1 }],
    ]);
  });

  test("writes what came and went in one batch, then retires it", async () => {
    expect(await writtenBy(upserted("a", "1"), retired("a"))).toEqual([
      ["upsert", { id: "a", entry: catalogueEntry({ title: "1" }), position: 0 }],
      ["retire", { id: "a", replacedBy: null, position: 1 }],
    ]);
  });

  test("does not retire what came back", async () => {
    expect(await writtenBy(retired("a"), upserted("a", "1"))).toEqual([
      ["upsert", { id: "a", entry: catalogueEntry({ title: "1" }), position: 1 }],
    ]);
  });
});

describe("the popularity projection", () => {
  const changes = (movieId: string, position: number, count: number, sum: number) => ({
    ...{
      type: "RatingChanges" as const,
      version: 1 as const,
      position,
      movieId,
      genres: [],
      origin: "live" as const,
      changes: [],
    },
    totals: { count, sum, sumOfSquares: 0, histogram: [] },
  });

  test("writes one score a movie and batch, that of its newest totals", async () => {
    const { store, written } = recordingStore();
    const progress = { type: "Progress" as const, version: 1 as const, position: 9 };
    const events = [
      changes("a", 1, 1, 2),
      changes("b", 2, 0, 0),
      changes("a", 4, 1, 10),
      changes("a", 3, 1, 4),
      progress,
    ];
    await createPopularityProjection(store).apply(batchOf(events));
    expect(written).toEqual([
      ["popularity", { id: "a", score: 3.708, position: 4 }],
      ["popularity", { id: "b", score: 0, position: 2 }],
    ]);
  });
});
