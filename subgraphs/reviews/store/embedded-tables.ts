import { aliasTableSql } from "@marquee/platform/aliases/embedded-alias-table.js";

/** The review tables in SQLite, in numbered steps. Cassandra has one table a query; here indexes do what tables do there. */
export const embeddedTables: readonly string[][] = [
  [
    // content is JSON and not plain text: SQLite's text can hold neither U+0000 nor a lone surrogate.
    `CREATE TABLE reviews_states (
       movie_id TEXT NOT NULL, user_id TEXT NOT NULL, content TEXT, changed_at INTEGER NOT NULL,
       up INTEGER NOT NULL, total INTEGER NOT NULL, imported_up INTEGER NOT NULL, imported_total INTEGER NOT NULL,
       votes_since INTEGER NOT NULL, position INTEGER NOT NULL, recent TEXT NOT NULL,
       PRIMARY KEY (movie_id, user_id))`,
    `CREATE TABLE reviews_voters (
       movie_id TEXT NOT NULL, user_id TEXT NOT NULL, voter_id TEXT NOT NULL,
       helpful INTEGER NOT NULL, position INTEGER NOT NULL, recent TEXT NOT NULL,
       PRIMARY KEY (movie_id, user_id, voter_id)) WITHOUT ROWID`,
    // created_at is null for a review that is no longer listed: the row stays, for its position guards against older writes.
    `CREATE TABLE reviews_listed (
       movie_id TEXT NOT NULL, user_id TEXT NOT NULL, created_at INTEGER, helpfulness REAL, contains_spoilers INTEGER,
       position INTEGER NOT NULL,
       PRIMARY KEY (movie_id, user_id)) WITHOUT ROWID`,
    `CREATE INDEX reviews_by_user ON reviews_listed (user_id, created_at, movie_id) WHERE created_at IS NOT NULL`,
    `CREATE INDEX reviews_newest ON reviews_listed (movie_id, created_at, user_id) WHERE created_at IS NOT NULL`,
    `CREATE INDEX reviews_top ON reviews_listed (movie_id, helpfulness, created_at, user_id)
       WHERE created_at IS NOT NULL`,
    `CREATE INDEX reviews_newest_plain ON reviews_listed (movie_id, created_at, user_id)
       WHERE created_at IS NOT NULL AND contains_spoilers = 0`,
    `CREATE INDEX reviews_top_plain ON reviews_listed (movie_id, helpfulness, created_at, user_id)
       WHERE created_at IS NOT NULL AND contains_spoilers = 0`,
    `CREATE TABLE reviews_partitions (
       partition INTEGER PRIMARY KEY, reviews INTEGER NOT NULL, position INTEGER NOT NULL, feed_from INTEGER NOT NULL)`,
    `CREATE TABLE reviews_feed (
       partition INTEGER NOT NULL, position INTEGER NOT NULL, appended_at INTEGER NOT NULL, value TEXT NOT NULL,
       PRIMARY KEY (partition, position))`,
    `CREATE TABLE reviews_movies (
       movie_id TEXT PRIMARY KEY, title TEXT, retired INTEGER NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID`,
  ],
  ["ALTER TABLE reviews_states ADD COLUMN committed INTEGER NOT NULL DEFAULT -1"],
  aliasTableSql("reviews_aliases"),
];
