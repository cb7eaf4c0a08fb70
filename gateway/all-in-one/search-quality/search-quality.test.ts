import { catalogueEntryOf } from "@marquee/loaders/sample/catalogue-entry-of.js";
import { readCatalogue } from "@marquee/loaders/sample/catalogue-file.js";
import { createSampleData } from "@marquee/loaders/sample/sample-data.js";
import { popularityScore } from "@marquee/movies/rules/popularity-score.js";
import { openEmbeddedMovieStores } from "@marquee/movies/store/embedded-movie-stores.js";
import type { MovieIndex } from "@marquee/movies/store/movie-index.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { KNOWN_ANSWERS } from "./known-answers.js";

const BAR = 0.95;

let index: MovieIndex;
let close: () => Promise<void>;

beforeAll(async () => {
  const temp = await openTempDatabase();
  close = temp.close;
  const stores = await openEmbeddedMovieStores(temp.database);
  index = stores.index;
  const rows = await readCatalogue();
  const { ratingCounts } = createSampleData(rows);
  for (let from = 0; from < rows.length; from += 500) {
    const movies = rows.slice(from, from + 500).map((row, n) => ({ row, place: from + n }));
    await stores.catalogue.fold(
      0,
      movies.map(({ row, place }) => ({ id: row.id, entry: catalogueEntryOf(row), position: place })),
    );
    // As the sample's ratings would make it, were all of them sixes.
    await stores.popularity?.setPopularity(
      movies.map(({ row, place }) => {
        const count = ratingCounts[place] ?? 0;
        return { id: row.id, score: popularityScore({ count, sum: 6 * count }), position: place };
      }),
    );
  }
}, 60_000);
afterAll(() => close?.());

test(`of the known answers, ${100 * BAR} % and more are among the first five`, async () => {
  const missed: string[] = [];
  const tookMs: number[] = [];
  for (const [text, imdbId] of KNOWN_ANSWERS) {
    const startedAt = performance.now();
    const found = await index.search({ text, filter: {}, offset: 0, limit: 5 });
    tookMs.push(performance.now() - startedAt);
    if (!found.some((movie) => movie.id === `imdb:${imdbId}`)) {
      missed.push(`${text}: ${found.map((movie) => movie.title).join(" | ") || "nothing"}`);
    }
  }
  const share = 1 - missed.length / KNOWN_ANSWERS.length;
  const [half, most] = [0.5, 0.99].map((part) => tookMs.sort((a, b) => a - b)[Math.floor(part * tookMs.length)]);
  console.log(
    `${(100 * share).toFixed(1)} % of ${KNOWN_ANSWERS.length} known answers in the first five; ` +
      `${half?.toFixed(1)} ms in the middle, ${most?.toFixed(1)} ms for the slowest of a hundred. Missed: ${missed.join("; ") || "none"}`,
  );
  expect(KNOWN_ANSWERS.length).toBeGreaterThanOrEqual(100);
  expect(share).toBeGreaterThanOrEqual(BAR);
});
