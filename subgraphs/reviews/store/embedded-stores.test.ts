import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { openTempDatabase } from "@marquee/platform/testing/temp-database.js";
import { expect, it } from "vitest";
import { embeddedMovieStore } from "./embedded-movie-store.js";
import { embeddedReviewFeedStore } from "./embedded-review-feed-store.js";
import { embeddedReviewFoldStore } from "./embedded-review-fold-store.js";
import { embeddedReviewStore } from "./embedded-review-store.js";
import { embeddedTables } from "./embedded-tables.js";
import { movieStoreContract } from "./movie-store.contract.js";
import { reviewStoresContract } from "./review-stores.contract.js";

const TABLES = ["reviews_states", "reviews_voters", "reviews_listed", "reviews_partitions", "reviews_feed"];

async function openTables() {
  const temp = await openTempDatabase();
  await migrateEmbedded(temp.database, "reviews", embeddedTables);
  return temp;
}

reviewStoresContract("embedded", async () => {
  const temp = await openTables();
  return {
    fold: embeddedReviewFoldStore(temp.database),
    reviews: embeddedReviewStore(temp.database),
    feed: embeddedReviewFeedStore(temp.database),
    empty: async () => {
      await temp.database.write(TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })));
    },
    close: () => temp.close(),
  };
});

movieStoreContract("embedded", async () => {
  const temp = await openTables();
  return { movies: embeddedMovieStore(temp.database), close: () => temp.close() };
});

it("reads a page of a list straight from its index, never a movie's whole set", async () => {
  const temp = await openTables();
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
