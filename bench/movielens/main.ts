// npm run bench:movielens -- FOLDER: a MovieLens "latest" folder through the log as an import, on the engines that are configured; every movie's count, mean and
// standard deviation must equal those computed straight from the CSV. Prints the figures; exits 1 when one differs.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { migrateCassandra } from "@marquee/platform/store/migrate-cassandra.js";
import { createRatingsSubgraph } from "@marquee/ratings/app.js";
import { ratingProjectorPlans } from "@marquee/ratings/projectors.js";
import { openRatingStores } from "@marquee/ratings/store/open-rating-stores.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { compareSummaries } from "./compare-summaries.js";
import { figuresByMovie } from "./figures-of.js";
import { importMovieLens } from "./import-movielens.js";
import { readMovieLens } from "./read-movielens.js";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Say where the MovieLens files are: npm run bench:movielens -- FOLDER");
  process.exit(2);
}
const { titles, ratings } = await readMovieLens(folder);
const expected = figuresByMovie(ratings);

const dataDir = await mkdtemp(join(tmpdir(), "marquee-movielens-"));
// Tables and topics of this run alone, whichever engines it is run on.
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
const projectors = await startProjectors({
  ...shared,
  log,
  plans: ratingProjectorPlans(stores, shared),
  deadLettersTopic: TOPICS.deadLetters,
});
const subgraph = await createRatingsSubgraph({
  ...shared,
  stores,
  log,
  cursors: createCursorSigner(["for this run alone, thirty-two characters"]),
});

const startedAt = performance.now();
await importMovieLens(log, titles, ratings);
await projectors.caughtUp();
const seconds = (performance.now() - startedAt) / 1000;
const result = await compareSummaries(subgraph.endpoint, expected);
// Sent a second time, it changes nothing.
await importMovieLens(log, titles, ratings);
await projectors.caughtUp();
const again = await compareSummaries(subgraph.endpoint, expected);
await subgraph.close();
await projectors.close();
if (store.kind === "cassandra") await store.folded.changeSchema(`DROP KEYSPACE ${run}`);
await lifecycle.close();
await rm(dataDir, { recursive: true });

console.log(`engines                                 ${config.STORE}, ${config.EVENT_LOG}`);
console.log(`ratings in the CSV                      ${ratings.length}`);
console.log(`movies with ratings                     ${expected.size}`);
console.log(`movies whose count differs              ${result.counts}`);
console.log(`largest difference of a mean            ${result.mean.toExponential(1)}`);
console.log(`largest difference of a deviation       ${result.standardDeviation.toExponential(1)}`);
console.log(
  `the same after a second import          ${again.counts} counts, ${again.mean.toExponential(1)}, ${again.standardDeviation.toExponential(1)}`,
);
console.log(
  `import, appended and folded             ${seconds.toFixed(1)} s, ${Math.round(ratings.length / seconds)} ratings/s`,
);
const within = (one: typeof result) => one.counts === 0 && one.mean < 1e-9 && one.standardDeviation < 1e-9;
process.exit(within(result) && within(again) ? 0 : 1);
