import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { openEmbeddedMovieStore } from "./embedded-movie-store.js";
import { MOVIE_TABLES } from "./embedded-movie-tables.js";
import { movieStoreContract } from "./movie-store.contract.js";

movieStoreContract("embedded-movie-store", async () => {
  const { database, close } = await openTempDatabase();
  return {
    store: await openEmbeddedMovieStore(database),
    async empty() {
      await database.write(MOVIE_TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })));
    },
    close,
  };
});
