import type { MovieLogEvent } from "@marquee/schema/events/movie-events.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { describe, expect, test } from "vitest";
import { createMovieProjection } from "./movie-projection.js";
import { createPopularityProjection } from "./popularity-projection.js";

function batchOf<Event>(events: Event[]) {
  const entries = events.map((event, position) => ({ position, appendedAt: 0, event }));
  return { partition: 0, committed: 0, last: events.length - 1, events: entries };
}

describe("the movies projection", () => {
  const facts = { eventId: "e", occurredAt: 0, origin: "live" as const };
  const upserted = (movieId: string, title: string) =>
    MovieUpserted.create({ ...facts, movieId, movie: catalogueEntry({ title }) });
  const retired = (movieId: string) => MovieRetired.create({ ...facts, movieId, replacedBy: null });

  test("folds everything that a partition says, in order", async () => {
    const folded: unknown[] = [];
    const projection = createMovieProjection({
      fold: async (partition, steps) => void folded.push({ partition, steps }),
    });
    const events: MovieLogEvent[] = [upserted("a", "1"), retired("a"), upserted("b", "2")];
    expect(await projection.apply({ ...batchOf(events), partition: 3 })).toEqual([]);
    const steps = [
      { id: "a", position: 0, entry: catalogueEntry({ title: "1" }) },
      { id: "a", position: 1, replacedBy: null },
      { id: "b", position: 2, entry: catalogueEntry({ title: "2" }) },
    ];
    expect(folded).toEqual([{ partition: 3, steps }]);
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
    const written: unknown[] = [];
    const popularity = { setPopularity: async (scores: readonly unknown[]) => void written.push(...scores) };
    const progress = { type: "Progress" as const, version: 1 as const, position: 9 };
    const events = [
      changes("a", 1, 1, 2),
      changes("b", 2, 0, 0),
      changes("a", 4, 1, 10),
      changes("a", 3, 1, 4),
      progress,
    ];
    await createPopularityProjection(popularity).apply(batchOf(events));
    expect(written).toEqual([
      { id: "a", score: 3.708, totals: { count: 1, sum: 10 }, position: 4 },
      { id: "b", score: 0, totals: { count: 0, sum: 0 }, position: 2 },
    ]);
  });
});
