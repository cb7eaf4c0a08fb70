import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { MAX_SAME_TITLE, MAX_WAITING_READ, streamTitle, type TitleIndex, type WaitingRating } from "./title-index.js";

const STEPS = [
  [
    `CREATE TABLE streams_movies (
      movie_id TEXT PRIMARY KEY, title TEXT NOT NULL, facts TEXT, position INTEGER NOT NULL) WITHOUT ROWID`,
    "CREATE INDEX streams_titles ON streams_movies (title, movie_id) WHERE facts IS NOT NULL",
    `CREATE TABLE streams_waiting (
      title TEXT NOT NULL, partition INTEGER NOT NULL, position INTEGER NOT NULL, message TEXT NOT NULL,
      PRIMARY KEY (title, partition, position)) WITHOUT ROWID`,
    `CREATE TABLE streams_progress (
      topic TEXT NOT NULL, partition INTEGER NOT NULL, position INTEGER NOT NULL,
      PRIMARY KEY (topic, partition)) WITHOUT ROWID`,
  ],
];

const FIND = `SELECT movie_id, facts FROM streams_movies
  WHERE title = ? AND facts IS NOT NULL ORDER BY movie_id LIMIT ${MAX_SAME_TITLE}`;

const FOLD = `INSERT INTO streams_movies (movie_id, title, facts, position) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET title = excluded.title, facts = excluded.facts, position = excluded.position
    WHERE excluded.position >= position`;

const KEEP_WAITING = `INSERT INTO streams_waiting (title, partition, position, message) VALUES (?, ?, ?, ?)
  ON CONFLICT DO NOTHING`;

const WAITING_FOR = `SELECT title, partition, position, message FROM streams_waiting WHERE title = ? LIMIT ${MAX_WAITING_READ}`;

const FORGET = "DELETE FROM streams_waiting WHERE title = ? AND partition = ? AND position = ?";

const SAVE_PROGRESS = `INSERT INTO streams_progress (topic, partition, position) VALUES (?, ?, ?)
  ON CONFLICT DO UPDATE SET position = max(position, excluded.position)`;

/** In the database of the other tables. */
export async function openEmbeddedTitleIndex(database: SqliteDatabase): Promise<TitleIndex> {
  await migrateEmbedded(database, "streams", STEPS);
  return {
    async find(titles) {
      const found = await database.allMany<{ movie_id: string; facts: string }>(
        FIND,
        titles.map((title) => [title]),
      );
      return found.map((rows) => rows.map((row) => ({ movieId: row.movie_id, facts: JSON.parse(row.facts) })));
    },
    async fold(movies) {
      const paramSets = movies.map(({ movieId, facts, position }) => [
        movieId,
        facts === null ? "" : streamTitle(facts.title),
        facts === null ? null : JSON.stringify(facts),
        position,
      ]);
      if (paramSets.length > 0) await database.write([{ sql: FOLD, paramSets }]);
    },
    async keepWaiting(ratings) {
      const paramSets = ratings.map(({ title, partition, position, message }) => [title, partition, position, message]);
      if (paramSets.length > 0) await database.write([{ sql: KEEP_WAITING, paramSets }]);
    },
    async waitingFor(titles) {
      const found = await database.allMany<WaitingRating>(
        WAITING_FOR,
        titles.map((title) => [title]),
      );
      return found.flat();
    },
    async forget(ratings) {
      const paramSets = ratings.map(({ title, partition, position }) => [title, partition, position]);
      if (paramSets.length > 0) await database.write([{ sql: FORGET, paramSets }]);
    },
    async progress(topic, partition) {
      const [row] = await database.all<{ position: number }>(
        "SELECT position FROM streams_progress WHERE topic = ? AND partition = ?",
        [topic, partition],
      );
      return row?.position ?? 0;
    },
    async saveProgress(topic, partition, position) {
      await database.write([{ sql: SAVE_PROGRESS, paramSets: [[topic, partition, position]] }]);
    },
  };
}
