// npm run bench:memory: a million ratings through log and projector, one event each, on the engines that are configured. What the process
// holds after collecting garbage must not grow with what it has seen.
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
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { take, zipfRatings } from "../traffic/zipf-ratings.js";

const EVENTS = Number(process.argv[2] ?? 1_000_000);
const STRETCH = EVENTS / 20;
const APPEND = 500;

const collect = globalThis.gc;
if (collect === undefined) throw new Error("Run it with node --expose-gc, as npm run bench:memory does");
const dataDir = await mkdtemp(join(tmpdir(), "marquee-memory-"));
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
const engines = await openEngines(config, { ...shared, lifecycle, signal: lifecycle.closing });
const { log, store } = engines;
if (store.kind === "cassandra") {
  await migrateCassandra({ database: store.folded, owners: [readTableMigrations("ratings")], logger });
}
const stores = await openRatingStores(store);
const plans = ratingProjectorPlans(stores, shared);
const projectors = await startProjectors({ ...shared, log, plans, deadLettersTopic: TOPICS.deadLetters });

const ratings = zipfRatings({ movies: 20_000, users: 100_000, seed: 1 });
const held: number[] = [];
const startedAt = performance.now();
for (let sent = 0; sent < EVENTS; ) {
  for (const end = sent + STRETCH; sent < end; sent += APPEND) {
    await log.append(TOPICS.ratings, take(Math.min(APPEND, end - sent), ratings).map(RatingSubmitted.encode));
  }
  await projectors.caughtUp();
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  held.push(heapUsed / 2 ** 20);
  const rate = Math.round(sent / ((performance.now() - startedAt) / 1_000));
  console.log(
    `${sent.toString().padStart(9)} ratings   heap ${(heapUsed / 2 ** 20).toFixed(1)} MiB   RSS ${Math.round(rss / 2 ** 20)} MiB   ${rate}/s`,
  );
}
await projectors.close();
if (store.kind === "cassandra") await store.folded.changeSchema(`DROP KEYSPACE ${run}`);
await lifecycle.close();
await rm(dataDir, { recursive: true });

// The first stretches fill buffers and caches that have a bound.
const [early, late] = [Math.max(...held.slice(2, 7)), Math.max(...held.slice(-5))];
console.log(`heap: at most ${early.toFixed(1)} MiB early, ${late.toFixed(1)} MiB late`);
process.exit(late < early * 1.25 + 5 ? 0 : 1);
