import { cassandraConnection } from "@marquee/platform/config/cassandra-config.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import type { EngineParts } from "@marquee/platform/engines/open-engines.js";
import { openLog } from "@marquee/platform/engines/open-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { openCassandraDatabase } from "@marquee/platform/store/cassandra-database.js";
import { requireMigrated } from "@marquee/platform/store/migrate-cassandra.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { openCassandraTitleRegistry } from "../titles/open-cassandra-title-registry.js";
import { openEmbeddedTitleRegistry } from "../titles/open-embedded-title-registry.js";
import type { TitleRegistry } from "../titles/title-registry.js";

export interface OpenedTarget {
  log: EventLog;
  registry: TitleRegistry;
  /** What becomes of what is loaded, for a person. */
  folded: string;
}

/**
 * Log and titles as the configuration chose, for a command that may run beside Marquee. Waits for engines that are not there yet.
 * Throws DATA_DIR_LOCKED where another process has the folder and shares no log, or is loading.
 */
export async function openLoadTarget(config: EngineConfig, parts: EngineParts): Promise<OpenedTarget> {
  const { log, where, throughOwner } = await openLog(config, parts);
  const registry = await openRegistry(config, parts, log);
  parts.lifecycle.onClose("titles", () => registry.close());
  const folded =
    config.EVENT_LOG === "kafka" || throughOwner
      ? `It is in the log (${where}); projectors that run fold it into the tables.`
      : `It is in the log (${where}); no Marquee runs there: its next start folds it into the tables.`;
  return { log, registry, folded };
}

async function openRegistry(config: EngineConfig, parts: EngineParts, log: EventLog): Promise<TitleRegistry> {
  const { clock, logger, metrics, lifecycle, signal } = parts;
  if (config.STORE === "embedded") return openEmbeddedTitleRegistry({ dataDir: config.DATA_DIR, log, clock, logger });
  const keyspace = config.CASSANDRA_KEYSPACE;
  const database = await openCassandraDatabase({ ...cassandraConnection(config), keyspace, logger, metrics, signal });
  lifecycle.onClose("Cassandra", () => database.close());
  await requireMigrated({ database, owners: [readTableMigrations("loaders")], logger, signal });
  return openCassandraTitleRegistry({ database, log, clock });
}
