import { join } from "node:path";
import type { Clock } from "../clock/clock.js";
import { lockDataDir } from "../data-dir/lock-data-dir.js";
import { AppError } from "../errors/app-error.js";
import { BackOff } from "../event-log/back-off.js";
import { openEmbeddedEventLog } from "../event-log/embedded-event-log.js";
import type { Closeable, EventLog } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import { createLifecycle } from "../service/lifecycle.js";
import { openSharedLog } from "../shared-log/open-shared-log.js";
import { serveSharedLog } from "../shared-log/serve-shared-log.js";
import { openSqliteDatabase } from "../store/open-sqlite-database.js";

export interface LogOfDataDirOptions {
  dataDir: string;
  /** Of topics that are new, where the log is opened by this process. */
  partitions: number;
  clock: Clock;
  logger: Logger;
  /** Ends waiting for an owner that is just starting. */
  signal?: AbortSignal;
}

export interface LogOfDataDir extends Closeable {
  log: EventLog;
  /** Whether another process, a running Marquee, owns the folder and writes for this one. */
  throughOwner: boolean;
}

/** An owner has its lock before it has opened its log: so long it may take. */
const STARTING_MS = 30_000;

/** What is appended lies behind one another: no more than a commit's pages are wanted again. */
const CACHE = { writer: 16, reader: 8 };

/**
 * The embedded log of a data folder, whether Marquee runs or not: through the process that owns the folder, or by owning it until it is
 * closed, and sharing it with others meanwhile. Throws DATA_DIR_LOCKED when the owner has no log to share, and what opening throws.
 */
export async function openLogOfDataDir(options: LogOfDataDirOptions): Promise<LogOfDataDir> {
  const backOff = new BackOff();
  const giveUpAt = performance.now() + STARTING_MS;
  for (;;) {
    const opened = (await throughOwner(options)) ?? (await asOwner(options));
    if (!(opened instanceof AppError)) return opened;
    if (performance.now() > giveUpAt || options.signal?.aborted) throw opened;
    await backOff.wait(options.signal);
  }
}

async function throughOwner({ dataDir, logger }: LogOfDataDirOptions): Promise<LogOfDataDir | undefined> {
  try {
    const log = await openSharedLog(dataDir, { logger });
    return { log, throughOwner: true, close: () => log.close() };
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAVAILABLE") return undefined;
    throw error;
  }
}

/** Gives back the error when somebody else has the folder. */
async function asOwner({ dataDir, partitions, clock, logger }: LogOfDataDirOptions): Promise<LogOfDataDir | AppError> {
  const lifecycle = createLifecycle({ logger });
  try {
    const lock = await lockDataDir(dataDir);
    lifecycle.onClose("data folder", () => lock.close());
    const database = await openSqliteDatabase({ file: join(dataDir, "marquee.db"), cacheMebibytes: CACHE, logger });
    lifecycle.onClose("embedded store", () => database.close());
    const log = await openEmbeddedEventLog({ database, partitions, clock, logger });
    lifecycle.onClose("event log", () => log.close());
    const shared = await serveSharedLog({ dataDir, log, logger });
    lifecycle.onClose("shared log", () => shared.close());
    return { log, throughOwner: false, close: async () => void (await lifecycle.close()) };
  } catch (error) {
    await lifecycle.close();
    if (error instanceof AppError && error.code === "DATA_DIR_LOCKED") return error;
    throw error;
  }
}
