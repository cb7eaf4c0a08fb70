import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { withDatabase } from "@marquee/platform/store/testing/with-database.js";
import { expect, it } from "vitest";
import { openEmbeddedRatingStores } from "./embedded-rating-stores.js";
import { embeddedTables } from "./embedded-tables.js";

/** Up to the steps that made a movie of sixteen buckets one, and lists indexes of the buckets. */
const SIXTEEN_BUCKETS = embeddedTables.slice(0, 4);
const WRITE_BUCKET = `INSERT INTO ratings_buckets (movie_id, bucket, user_id, score, rated_at, position, committed, data)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
const WRITE_LISTED = `INSERT INTO ratings_listed (user_id, movie_id, score, rated_at, position, facts)
  VALUES (?, ?, ?, ?, ?, ?)`;

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
    await database.write([{ sql: WRITE_BUCKET, paramSets: [row, ...states] }]);

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

it("lists by user and by movie what was listed, with the movie as it was told of then", () =>
  withDatabase(async (database) => {
    await migrateEmbedded(database, "ratings", SIXTEEN_BUCKETS);
    const entries = [
      { userId: "ann", movieId: "m", score: 8, ratedAt: 10, position: 1, title: "Working title" },
      { userId: "bob", movieId: "m", score: 2, ratedAt: 30, position: 2, title: "Working title" },
      { userId: "ann", movieId: "n", score: 5, ratedAt: 20, position: 3, title: "Another" },
      { userId: "eve", movieId: "m", score: 9, ratedAt: 20, position: 4, title: "Title" },
      { userId: "tom", movieId: "m", score: null, ratedAt: 90, position: 5, title: "Title" },
    ];
    await database.write([
      {
        sql: WRITE_BUCKET,
        paramSets: entries.map((at) => [at.movieId, 7, at.userId, at.score, at.ratedAt, at.position, null, "[]"]),
      },
      {
        sql: WRITE_LISTED,
        paramSets: entries.map(({ title, ...at }) => {
          return [at.userId, at.movieId, at.score, at.ratedAt, at.position, JSON.stringify({ title })];
        }),
      },
    ]);

    const { ratings } = await openEmbeddedRatingStores(database);
    const byUser = await ratings.listByUser(["ann", "bob", "eve", "tom"].map((id) => ({ id, limit: 9, after: null })));
    expect(byUser.map((list) => list.map(({ movieId, score, facts }) => [movieId, score, facts.title]))).toEqual([
      [
        ["n", 5, "Another"],
        ["m", 8, "Working title"],
      ],
      [["m", 2, "Working title"]],
      [["m", 9, "Title"]],
      [],
    ]);
    const [byMovie] = await ratings.listByMovie([{ id: "m", limit: 9, after: null }]);
    expect(byMovie?.map(({ userId }) => userId)).toEqual(["bob", "eve", "ann"]);
    expect(await database.all("SELECT position FROM ratings_told ORDER BY movie_id, position")).toHaveLength(3);
  }));
