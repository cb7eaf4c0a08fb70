import { feedTableContract } from "@marquee/platform/projection/feed-table.contract.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { expect, it } from "vitest";
import { embeddedReviewStore } from "./embedded-review-store.js";
import { openEmbeddedReviewStores } from "./embedded-review-stores.js";
import { embeddedTables } from "./embedded-tables.js";
import { movieStoreContract } from "./movie-store.contract.js";
import { reviewStoresContract } from "./review-stores.contract.js";

async function openStores() {
  const temp = await openTempDatabase();
  return { stores: await openEmbeddedReviewStores(temp.database), close: () => temp.close() };
}

reviewStoresContract("embedded", openStores);

movieStoreContract("embedded", async () => {
  const { stores, close } = await openStores();
  return { movies: stores.movies, close };
});

feedTableContract("embedded reviews", async () => {
  const { stores, close } = await openStores();
  return {
    table: stores.feed,
    write: (partition, feed, position) =>
      stores.fold.writeFollowers({ partition, moves: [], statistics: { reviews: 0, position }, feed }),
    close,
  };
});

it("reads a page of a list straight from its index, never a movie's whole set", async () => {
  const temp = await openTempDatabase();
  await migrateEmbedded(temp.database, "reviews", embeddedTables);
  try {
    const plans: string[] = [];
    const explaining = {
      ...temp.database,
      async allMany<Row>(sql: string, paramSets: readonly (readonly (string | number | null | Uint8Array)[])[]) {
        const [params] = paramSets;
        if (params === undefined) return [] as Row[][];
        const steps = await temp.database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, params);
        plans.push(steps.map(({ detail }) => detail).join("; "));
        return paramSets.map((): Row[] => []);
      },
    };
    const store = embeddedReviewStore(explaining);
    for (const order of ["TOP", "NEWEST"] as const) {
      for (const includeSpoilers of [true, false]) {
        await store.listByMovie([{ movieId: "m", order, includeSpoilers, limit: 9, after: null }]);
      }
    }
    await store.listByUser([{ userId: "u", limit: 9, after: null }]);
    expect(plans).toHaveLength(5);
    for (const plan of plans) {
      expect(plan).toMatch(/^SEARCH l USING (COVERING )?INDEX \w+ \(\w+_id=\? AND .*<.*\); SEARCH s USING INDEX/);
      expect(plan).not.toMatch(/TEMP B-TREE/);
    }
  } finally {
    await temp.close();
  }
});
