import { rm } from "node:fs/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Closeable, EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { openEmbeddedFollowerStore } from "@marquee/platform/projection/embedded-follower-store.js";
import { startFollower } from "@marquee/platform/projection/follower.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { createMovieProjection } from "../projection/movie-projection.js";
import { createPopularityProjection } from "../projection/popularity-projection.js";
import { embeddedMovieFold } from "./embedded-movie-fold.js";
import { EmbeddedMovieIndex } from "./embedded-movie-index.js";
import { MOVIE_MIGRATIONS, MOVIE_TABLES } from "./embedded-movie-tables.js";
import { embeddedPopularityFold } from "./embedded-popularity-fold.js";
import type { MovieIndex } from "./movie-index.js";

export type FollowingMovieIndex = MovieIndex & Closeable;

export interface FollowingIndexOptions {
  /** Of this process alone. It may be deleted while nobody has it open: it is built anew from the log. */
  file: string;
  log: EventLog;
  logger: Logger;
  /** How often the popularity of movies is written at most; default a minute. */
  popularityEveryMs?: number;
}

/**
 * An index that a process keeps for itself and fills by following the log, however many there are beside it. It goes on where it
 * stopped; a file that is damaged, or of a newer program, is thrown away. Throws what the log throws.
 */
export async function openFollowingMovieIndex(options: FollowingIndexOptions): Promise<FollowingMovieIndex> {
  const database = await openOrRenew(options);
  try {
    const index = await followMovies(database, options);
    return {
      ...index,
      async close() {
        await index.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Follows the log into a database that has the tables of movies. Closing it leaves the database open. */
export async function followMovies(
  database: SqliteDatabase,
  options: Omit<FollowingIndexOptions, "file">,
): Promise<FollowingMovieIndex> {
  const { log, logger, popularityEveryMs = 60_000 } = options;
  const follower = await startFollower({
    log,
    logger,
    store: await openEmbeddedFollowerStore(database, MOVIE_TABLES),
    topics: [
      { projection: createMovieProjection(embeddedMovieFold(database, { externalIds: false })) },
      {
        projection: createPopularityProjection(embeddedPopularityFold(database)),
        conflateMs: popularityEveryMs,
      },
    ],
  });
  const index = new EmbeddedMovieIndex(database);
  return {
    list: (query) => index.list(query),
    search: (query) => index.search(query),
    ready: () => follower.caughtUp(),
    shows: ({ partition, position }, timeoutMs) => follower.wait(TOPICS.movies, partition, position, timeoutMs),
    close: () => follower.close(),
  };
}

async function openOrRenew(options: FollowingIndexOptions): Promise<SqliteDatabase> {
  try {
    return await openMigrated(options);
  } catch (error) {
    if (!(error instanceof AppError) || !["STORE_DAMAGED", "STORE_TOO_NEW"].includes(error.code)) throw error;
    options.logger.warn({ error, file: options.file }, "the movie index can't be used and is built anew");
    for (const end of ["", "-wal", "-shm"]) await rm(`${options.file}${end}`, { force: true });
    return openMigrated(options);
  }
}

async function openMigrated({ file, logger }: FollowingIndexOptions): Promise<SqliteDatabase> {
  const database = await openSqliteDatabase({ file, logger });
  try {
    await migrateEmbedded(database, "movies", MOVIE_MIGRATIONS);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}
