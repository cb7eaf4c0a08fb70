import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { migrateEmbedded } from "@marquee/platform/store/migrate-embedded.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger, type RecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { openTempFolder, type TempFolder } from "@marquee/platform/testing/temp-folder.js";
import { catalogueEntry } from "@marquee/schema/testing/catalogue-entry.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { appendRatings, appendSteps } from "../testing/movie-log.js";
import { MOVIE_MIGRATIONS, MOVIE_TABLES } from "./embedded-movie-tables.js";
import { type FollowingMovieIndex, followMovies, openFollowingMovieIndex } from "./following-movie-index.js";
import { movieIndexContract } from "./movie-index.contract.js";

const clock: Clock = new FixedClock();

movieIndexContract("following-movie-index", async () => {
  const [tables, messages] = [await openTempDatabase(), await openTempDatabase()];
  await migrateEmbedded(tables.database, "movies", MOVIE_MIGRATIONS);
  const log = await openEmbeddedEventLog({ database: messages.database, partitions: 2, clock });
  const logger = createRecordingLogger();
  const index = await followMovies(tables.database, { log, logger });
  let last = new Map<string, number>();
  return {
    index,
    async fold(steps) {
      // A log never says again what it has said before.
      const news = steps.filter(({ id, position }) => position > (last.get(id) ?? -1));
      for (const { id, position } of news) last.set(id, position);
      await appendSteps(log, news);
      await index.ready();
    },
    async setPopularity(scores) {
      const rated = scores.map(({ id, score, position }) => {
        return { id, position, count: Math.ceil(score), sum: Math.round(score * 10) };
      });
      await appendRatings(log, rated);
      await index.ready();
    },
    async empty() {
      last = new Map();
      await tables.database.write(MOVIE_TABLES.map((table) => ({ sql: `DELETE FROM ${table}`, paramSets: [[]] })));
    },
    async close() {
      await index.close();
      await log.close();
      await Promise.all([tables.close(), messages.close()]);
    },
  };
});

describe("the file of an index", () => {
  let folder: TempFolder;
  let messages: TempDatabase;
  let log: EventLog;
  let logger: RecordingLogger;
  let file: string;

  beforeEach(async () => {
    folder = await openTempFolder();
    messages = await openTempDatabase();
    log = await openEmbeddedEventLog({ database: messages.database, partitions: 1, clock });
    logger = createRecordingLogger();
    file = join(folder.path, "movie-index.db");
    await put("a");
  });
  afterEach(async () => {
    await log.close();
    await Promise.all([messages.close(), folder.close()]);
  });

  const put = (...ids: string[]) =>
    appendSteps(
      log,
      ids.map((id) => ({ id, position: 0, entry: catalogueEntry({ title: `Movie ${id}` }) })),
    );
  const listed = async (index: FollowingMovieIndex) =>
    (await index.list({ order: "TITLE", filter: {}, after: null, limit: 10 })).map(({ id }) => id);

  /** Opens it, and closes it when it is caught up. */
  async function opened(): Promise<string[]> {
    const index = await openFollowingMovieIndex({ file, log, logger });
    try {
      await index.ready();
      return await listed(index);
    } finally {
      await index.close();
    }
  }

  test("is gone on with, and begun anew when it is missing", async () => {
    expect(await opened()).toEqual(["a"]);
    // Only what is newer is read again: it can't come from the log.
    const tampered = await openSqliteDatabase({ file });
    await tampered.write([{ sql: "UPDATE movies_movies SET id = 'kept'", paramSets: [[]] }]);
    await tampered.close();
    await put("b");
    expect(await opened()).toEqual(["kept", "b"]);
    await rm(file);
    expect(await opened()).toEqual(["a", "b"]);
    expect(logger.lines).toEqual([]);
  });

  test("is thrown away when it is damaged", async () => {
    await opened();
    await writeFile(file, "this is no database\n".repeat(1000));
    expect(await opened()).toEqual(["a"]);
    expect(logger.lines).toMatchObject([{ level: "warn", fields: { error: { code: "STORE_DAMAGED" } } }]);
  });

  test("is thrown away when it is a newer program's", async () => {
    await opened();
    const newer = await openSqliteDatabase({ file });
    await newer.write([{ sql: "UPDATE migrations SET version = 99 WHERE owner = 'movies'", paramSets: [[]] }]);
    await newer.close();
    expect(await opened()).toEqual(["a"]);
    expect(logger.lines).toMatchObject([{ level: "warn", fields: { error: { code: "STORE_TOO_NEW" } } }]);
  });

  test("shows what was added, in time or not", async () => {
    const index = await openFollowingMovieIndex({ file, log, logger });
    const [at] = await put("b");
    const { partition, position } = at ?? { partition: 0, position: -1 };
    expect(await index.shows({ partition, position }, 10_000)).toBe(true);
    expect(await listed(index)).toEqual(["a", "b"]);
    expect(await index.shows({ partition, position: position + 1 }, 1)).toBe(false);
    await index.close();
  });
});
