// npm run bench:projection: ratings folded into Cassandra per second, beside the bare driver writing the very same rows, and beside a
// projector that folds one event at a time. Popular movies have most of the ratings (Zipf). On the Cassandra that is configured.
import { randomBytes } from "node:crypto";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { openCassandraDatabase } from "@marquee/platform/store/cassandra-database.js";
import type { CqlDatabase, CqlMutation } from "@marquee/platform/store/cql-database.js";
import { migrateCassandra } from "@marquee/platform/store/migrate-cassandra.js";
import { ratingProjection } from "@marquee/ratings/projection/rating-projection.js";
import { openCassandraRatingStores } from "@marquee/ratings/store/cassandra-rating-stores.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { printRates, printRatio, sideBySide } from "../side-by-side.js";
import { take, zipfRatings } from "../traffic/zipf-ratings.js";
import { openBareDriver } from "./cassandra-bare-driver.js";
import { recordingDatabase } from "./recording-database.js";

const RATINGS = 10_000;
const BATCH = 2_000;
const ONE_BY_ONE = 1_000;
const ROUNDS = 5;
const IN_FLIGHT = 192;

const config = parseConfig(engineConfig, readEnvironment());
const logger = createLogger({ level: "warn", service: "bench" });
const run = randomBytes(4).toString("hex");
const open = async (name: string) => {
  const database = await openCassandraDatabase({
    contactPoints: config.CASSANDRA_CONTACT_POINTS,
    localDatacenter: config.CASSANDRA_LOCAL_DATACENTER,
    keyspace: `bench_${run}_${name}`,
    replication: config.CASSANDRA_REPLICATION,
    logger,
    metrics: createMetrics(),
  });
  await migrateCassandra({ database, owners: [readTableMigrations("ratings")], logger });
  return database;
};
const [folded, written, single] = [await open("folded"), await open("written"), await open("single")];
const bare = await openBareDriver(config.CASSANDRA_CONTACT_POINTS, config.CASSANDRA_LOCAL_DATACENTER, written.keyspace);
// What the bare driver writes is told beforehand: keeping it costs time of its own.
const recording = recordingDatabase(folded);
await fold(recording.database, ROUNDS + 1, RATINGS, BATCH);
const rows: readonly CqlMutation[] = recording.mutations;

const all = await sideBySide(ROUNDS, [
  {
    name: `folded, ${BATCH} ratings a batch`,
    units: RATINGS,
    round: (round) => fold(folded, round, RATINGS, BATCH),
  },
  { name: "the bare driver, the same rows", units: RATINGS, round: () => bare.write(rows, IN_FLIGHT) },
  { name: "folded, one rating at a time", units: ONE_BY_ONE, round: (round) => fold(single, round, ONE_BY_ONE, 1) },
]);
await bare.close();
for (const database of [folded, written, single]) {
  await database.changeSchema(`DROP KEYSPACE ${database.keyspace}`);
  await database.close();
}
printRates("ratings", all);
const [batched, driver, oneByOne] = all;
console.log(`mutations for ${RATINGS} ratings: ${rows.length}`);
printRatio("folded / bare driver", batched, driver);
printRatio("folded in batches / one at a time", batched, oneByOne);

/** Every round has movies, users and a partition of its own. */
async function fold(database: CqlDatabase, round: number, count: number, size: number): Promise<void> {
  const projection = ratingProjection(openCassandraRatingStores(database).fold);
  const ratings = take(count, zipfRatings({ movies: 500, users: 20_000, seed: round + 1 }));
  for (let from = 0; from < count; from += size) {
    const events = ratings.slice(from, from + size).map((event, index) => {
      return { position: from + index, appendedAt: event.occurredAt, event };
    });
    await projection.apply({ partition: round, committed: from, last: from + events.length - 1, events });
  }
}
