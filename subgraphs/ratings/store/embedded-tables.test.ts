import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { withDatabase } from "@marquee/platform/store/testing/with-database.js";
import { expect, it } from "vitest";
import { openEmbeddedRatingStores } from "./embedded-rating-stores.js";
import { embeddedTables } from "./embedded-tables.js";

/** Up to the step that made a movie of sixteen buckets one. */
const SIXTEEN_BUCKETS = embeddedTables.slice(0, 4);

it("makes one bucket of a movie's sixteen, in a folder of an earlier Marquee", () =>
  withDatabase(async (database) => {
    await migrateEmbedded(database, "ratings", SIXTEEN_BUCKETS);
    const counts = (count: number, sum: number) => JSON.stringify([count, sum, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, count]);
    const row = ["m", 3, "u", 10, 50, 5, null, JSON.stringify([["e", 10, 5]])];
    const states = [
      ["m", 3, "", null, null, 5, 4, counts(1, 10)],
      ["m", 11, "", null, null, 9, 8, counts(2, 20)],
      ["other", 0, "", null, null, 2, null, counts(0, 0)],
    ];
    await database.write([
      {
        sql: `INSERT INTO ratings_buckets (movie_id, bucket, user_id, score, rated_at, position, committed, data)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        paramSets: [row, ...states],
      },
    ]);

    const { fold } = await openEmbeddedRatingStores(database);
    const bucket = (movieId: string) => ({ movieId, bucket: fold.bucketOf("u"), userIds: ["u"] });
    const { buckets } = await fold.load({ partition: 0, buckets: [bucket("m"), bucket("other")], movieIds: [] });
    expect(buckets).toEqual([
      {
        position: 9,
        committed: 8,
        counts: JSON.parse(counts(3, 30)),
        rows: new Map([["u", { score: 10, ratedAt: 50, position: 5, recent: [["e", 10, 5]] }]]),
      },
      { position: 2, committed: -1, counts: JSON.parse(counts(0, 0)), rows: new Map() },
    ]);
  }));
