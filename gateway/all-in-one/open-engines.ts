import { join } from "node:path";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import { lockDataDir } from "@marquee/platform/data-dir/lock-data-dir.js";
import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import { openSqliteDatabase } from "@marquee/platform/store/open-sqlite-database.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";

export interface Engines {
  database: SqliteDatabase;
  log: EventLog;
}

/** The embedded engines, which belong to this process alone for as long as it runs. */
export async function openEngines(
  config: EngineConfig,
  parts: { clock: Clock; logger: Logger; lifecycle: Lifecycle },
): Promise<Engines> {
  const { clock, logger, lifecycle } = parts;
  const lock = await lockDataDir(config.DATA_DIR);
  lifecycle.onClose("data folder", () => lock.close());
  const database = await openSqliteDatabase({ file: join(config.DATA_DIR, "marquee.db"), logger });
  lifecycle.onClose("store", () => database.close());
  const log = await openEmbeddedEventLog({ database, partitions: config.EVENT_LOG_PARTITIONS, clock, logger });
  lifecycle.onClose("event log", () => log.close());
  return { database, log };
}
