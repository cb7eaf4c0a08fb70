import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { expect, test } from "vitest";
import { popularityScore } from "../rules/popularity-score.js";
import { catalogueContract } from "./catalogue.contract.js";
import { openEmbeddedMovieStores } from "./embedded-movie-stores.js";
import { MOVIE_MIGRATIONS, MOVIE_TABLES } from "./embedded-movie-tables.js";
import { leaderboardContract } from "./leaderboard.contract.js";
import { movieIndexContract } from "./movie-index.contract.js";

async function open() {
  const { database, close } = await openTempDatabase();
  const stores = await openEmbeddedMovieStores(database);
  return {
    ...stores,
    fold: (steps: Parameters<typeof stores.catalogue.fold>[1]) => stores.catalogue.fold(0, steps),
    setPopularity: stores.popularity.setPopularity,
    async empty() {
      await database.write(MOVIE_TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })));
    },
    close,
  };
}

catalogueContract("embedded-catalogue", open);
movieIndexContract("embedded-movie-index", open);
leaderboardContract("embedded-leaderboard", async () => {
  const opened = await open();
  let position = 0;
  return {
    ...opened,
    rate: (...ratings) =>
      opened.setPopularity(
        ratings.map(([id, count, sum]) => {
          const totals = { count, sum };
          return { id, score: popularityScore(totals), totals, position: ++position };
        }),
      ),
  };
});

test("a file from before near words were known is searched with slips once it is migrated", async () => {
  const { database, close } = await openTempDatabase();
  await migrateEmbedded(database, "movies", MOVIE_MIGRATIONS.slice(0, 1));
  await database.write([
    {
      sql: `INSERT INTO movies_movies (seq, id, entry, position, title_key, release_key, kind) VALUES (7, 'a', ?, 1, 'the matrix', '', 'MOVIE')`,
      paramSets: [[JSON.stringify(catalogueEntry({ title: "The Matrix" }))]],
    },
    { sql: "INSERT INTO movies_search (rowid, title) VALUES (7, 'the matrix')", paramSets: [[]] },
  ]);
  const { index } = await openEmbeddedMovieStores(database);
  const found = await index.search({ text: "matirx", filter: {}, offset: 0, limit: 5 });
  expect(found.map((movie) => movie.id)).toEqual(["a"]);
  await close();
});
