import type { EngineConfig } from "../config/engine-config.js";
import type { EventLog } from "../event-log/event-log.js";
import { type EngineParts, openKafka } from "./open-engines.js";
import { openLogOfDataDir } from "./open-log-of-data-dir.js";

export interface ConfiguredLog {
  log: EventLog;
  /** Where it is, for a person. */
  where: string;
  /** Whether a running Marquee that owns DATA_DIR writes for this process. */
  throughOwner: boolean;
}

/**
 * The log alone, for a command beside a running Marquee: Kafka's, or that of DATA_DIR, whoever owns it. Waits for a Kafka that is not
 * there yet. Throws DATA_DIR_LOCKED.
 */
export async function openLog(config: EngineConfig, parts: EngineParts): Promise<ConfiguredLog> {
  const { lifecycle, clock, logger, signal } = parts;
  if (config.EVENT_LOG === "kafka") {
    const log = await openKafka(config, parts);
    lifecycle.onClose("event log", () => log.close());
    return { log, where: `Kafka at ${config.KAFKA_BROKERS.join(", ")}`, throughOwner: false };
  }
  const dataDir = config.DATA_DIR;
  const opened = await openLogOfDataDir({ dataDir, partitions: config.EVENT_LOG_PARTITIONS, clock, logger, signal });
  lifecycle.onClose("event log", () => opened.close());
  return {
    log: opened.log,
    where: opened.throughOwner ? `${dataDir}, through the Marquee that runs on it` : dataDir,
    throughOwner: opened.throughOwner,
  };
}
