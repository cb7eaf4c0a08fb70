import { join, resolve } from "node:path";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { takeFileLock } from "@marquee/platform/data-dir/libsql-file-lock.js";
import { makeFolder } from "@marquee/platform/data-dir/make-folder.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import { openEmbeddedTitleStore } from "./embedded-title-store.js";
import { createStoredTitleRegistry } from "./stored-title-registry.js";
import type { TitleRegistry } from "./title-registry.js";

export interface OpenEmbeddedTitleRegistryOptions {
  dataDir: string;
  log: EventLog;
  clock: Clock;
  logger?: Logger;
}

/** A batch of titles with everything they stand beside may be large; one is written at a time. */
const MAX_WRITE_BYTES = 256 * 1024 * 1024;

/**
 * In `loaders.db` of the data folder, taken for this process alone: Marquee itself may run beside it. Throws DATA_DIR_LOCKED when
 * another load has it, STORE_DAMAGED, STORE_TOO_NEW and UNAVAILABLE. Closing it leaves the log open.
 */
export async function openEmbeddedTitleRegistry(options: OpenEmbeddedTitleRegistryOptions): Promise<TitleRegistry> {
  const { log, clock, logger } = options;
  const folder = resolve(options.dataDir);
  await makeFolder(folder);
  const lock = takeFileLock(join(folder, "loaders.lock"));
  if (lock === undefined) {
    throw new AppError(
      "DATA_DIR_LOCKED",
      `Another load is writing to the data folder ${folder}: wait for it, or stop it; it goes on where it was when it is started again.`,
    );
  }
  try {
    const database = await openSqliteDatabase({
      file: join(folder, "loaders.db"),
      maxWriteBytes: MAX_WRITE_BYTES,
      ...(logger && { logger }),
    });
    const registry = createStoredTitleRegistry({ store: await openEmbeddedTitleStore(database), log, clock });
    return {
      ...registry,
      async close() {
        await registry.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
