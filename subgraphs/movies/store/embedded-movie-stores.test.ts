import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { popularityScore } from "../rules/popularity-score.js";
import { catalogueContract } from "./catalogue.contract.js";
import { openEmbeddedMovieStores } from "./embedded-movie-stores.js";
import { MOVIE_TABLES } from "./embedded-movie-tables.js";
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
        ratings.map(([id, count, sum]) => ({ id, score: popularityScore({ count, sum }), position: ++position })),
      ),
  };
});
