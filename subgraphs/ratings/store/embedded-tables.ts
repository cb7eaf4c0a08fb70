import { aliasTableSql } from "@marquee/platform/aliases/embedded-alias-table.js";

/** The rating tables in SQLite, in numbered steps. Cassandra has one table a query; here indexes do what tables do there. */
export const embeddedTables: readonly string[][] = [
  [
    // user_id '' is a bucket's state row.
    `CREATE TABLE ratings_buckets (
       movie_id TEXT NOT NULL, bucket INTEGER NOT NULL, user_id TEXT NOT NULL,
       score INTEGER, rated_at INTEGER, position INTEGER NOT NULL, data TEXT NOT NULL,
       PRIMARY KEY (movie_id, bucket, user_id)) WITHOUT ROWID`,
    `CREATE TABLE ratings_listed (
       user_id TEXT NOT NULL, movie_id TEXT NOT NULL, score INTEGER, rated_at INTEGER NOT NULL, position INTEGER NOT NULL,
       PRIMARY KEY (user_id, movie_id)) WITHOUT ROWID`,
    `CREATE INDEX ratings_by_user ON ratings_listed (user_id, rated_at DESC, movie_id) WHERE score IS NOT NULL`,
    `CREATE INDEX ratings_by_movie ON ratings_listed (movie_id, rated_at DESC, user_id) WHERE score IS NOT NULL`,
    `CREATE TABLE ratings_totals (
       movie_id TEXT PRIMARY KEY, counts TEXT NOT NULL, position INTEGER NOT NULL, tail TEXT NOT NULL) WITHOUT ROWID`,
    `CREATE TABLE ratings_statistics (
       partition INTEGER PRIMARY KEY, ratings INTEGER NOT NULL, sum_of_scores INTEGER NOT NULL, position INTEGER NOT NULL)`,
    `CREATE TABLE ratings_feed (
       partition INTEGER NOT NULL, position INTEGER NOT NULL, appended_at INTEGER NOT NULL, value TEXT NOT NULL,
       PRIMARY KEY (partition, position)) WITHOUT ROWID`,
    `CREATE TABLE ratings_feed_floor (partition INTEGER PRIMARY KEY, position INTEGER NOT NULL)`,
    `CREATE TABLE ratings_movies (
       movie_id TEXT PRIMARY KEY, facts TEXT, retired INTEGER NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID`,
  ],
  [
    // The movie as it was known when the rating was given. What was listed before this step gets what is known now.
    "ALTER TABLE ratings_listed ADD COLUMN facts TEXT",
    `UPDATE ratings_listed SET facts =
       (SELECT facts FROM ratings_movies WHERE ratings_movies.movie_id = ratings_listed.movie_id)`,
  ],
  [
    "ALTER TABLE ratings_buckets ADD COLUMN committed INTEGER",
    "ALTER TABLE ratings_totals ADD COLUMN committed INTEGER NOT NULL DEFAULT -1",
  ],
  aliasTableSql("ratings_aliases"),
  [
    // A movie was sixteen buckets. They were always written together, so what one of them is folded up to all are.
    `CREATE TABLE ratings_buckets_of_movies (
       movie_id TEXT NOT NULL, user_id TEXT NOT NULL, score INTEGER, rated_at INTEGER,
       position INTEGER NOT NULL, committed INTEGER, data TEXT NOT NULL,
       PRIMARY KEY (movie_id, user_id)) WITHOUT ROWID`,
    `INSERT INTO ratings_buckets_of_movies
       SELECT movie_id, user_id, score, rated_at, position, committed, data FROM ratings_buckets WHERE user_id <> ''`,
    `INSERT INTO ratings_buckets_of_movies
       SELECT state.movie_id, '', NULL, NULL, max(state.position), max(state.committed),
         (SELECT json_group_array(number) FROM (
           SELECT sum(counted.value) AS number FROM ratings_buckets, json_each(data) AS counted
             WHERE movie_id = state.movie_id AND user_id = '' GROUP BY counted.key ORDER BY counted.key))
         FROM ratings_buckets AS state WHERE state.user_id = '' GROUP BY state.movie_id`,
    "DROP TABLE ratings_buckets",
    "ALTER TABLE ratings_buckets_of_movies RENAME TO ratings_buckets",
  ],
  [
    // Lists were a table of their own, each entry with the movie as its event told of it; a movie's events mostly tell the same.
    `CREATE TABLE ratings_told (
       movie_id TEXT NOT NULL, position INTEGER NOT NULL, facts TEXT NOT NULL,
       PRIMARY KEY (movie_id, position)) WITHOUT ROWID`,
    `INSERT INTO ratings_told
       SELECT movie_id, position, min(facts) FROM (
         SELECT movie_id, position, facts, lag(facts) OVER (PARTITION BY movie_id ORDER BY position) AS before
           FROM ratings_listed WHERE facts IS NOT NULL)
         WHERE facts IS NOT before GROUP BY movie_id, position`,
    "DROP TABLE ratings_listed",
    `CREATE INDEX ratings_by_user ON ratings_buckets (user_id, rated_at DESC, movie_id) WHERE score IS NOT NULL`,
    `CREATE INDEX ratings_by_movie ON ratings_buckets (movie_id, rated_at DESC, user_id) WHERE score IS NOT NULL`,
  ],
];
