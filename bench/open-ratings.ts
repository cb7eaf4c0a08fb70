import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { migrateCassandra } from "@marquee/platform/store/migrate-cassandra.js";
import { ratingProjectorPlans } from "@marquee/ratings/projectors.js";
import { openRatingStores } from "@marquee/ratings/store/open-rating-stores.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";

/** Log, tables and projectors of ratings on the engines that are configured, with tables and topics of this run alone. */
export async function openRatings() {
  const dataDir = await mkdtemp(join(tmpdir(), "marquee-bench-"));
  const run = `bench_${randomBytes(4).toString("hex")}`;
  const config = parseConfig(engineConfig, {
    ...readEnvironment(),
    DATA_DIR: dataDir,
    CASSANDRA_KEYSPACE: run,
    KAFKA_TOPIC_PREFIX: `${run}.`,
  });
  const lifecycle = createLifecycle();
  const logger = createLogger({ level: "warn", service: "bench" });
  const shared = { clock: systemClock, logger, metrics: createMetrics() };
  const { log, store } = await openEngines(config, { ...shared, lifecycle, signal: lifecycle.closing });
  if (store.kind === "cassandra") {
    await migrateCassandra({ database: store.folded, owners: [readTableMigrations("ratings")], logger });
  }
  const stores = await openRatingStores(store);
  const plans = ratingProjectorPlans(stores, shared);
  const projectors = await startProjectors({ ...shared, log, plans, deadLettersTopic: TOPICS.deadLetters });
  return {
    config,
    shared,
    log,
    stores,
    projectors,
    async close() {
      await projectors.close();
      if (store.kind === "cassandra") await store.folded.changeSchema(`DROP KEYSPACE ${run}`);
      await lifecycle.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
