import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { openEmbeddedMovieStore } from "./embedded-movie-store.js";
import { movieStoreContract } from "./movie-store.contract.js";

const TABLES = ["movies_movies", "movies_facets", "movies_external_ids", "movies_popularity", "movies_search"];

movieStoreContract("embedded-movie-store", async () => {
  const { database, close } = await openTempDatabase();
  return {
    store: await openEmbeddedMovieStore(database),
    async empty() {
      await database.write(TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })));
    },
    close,
  };
});
