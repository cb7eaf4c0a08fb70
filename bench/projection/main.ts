// npm run bench:projection: ratings folded into Cassandra per second, beside the bare driver writing the very same rows, and beside a
// projector that folds one event at a time. Popular movies have most of the ratings (Zipf). As in a projector process, partitions are
// folded side by side, each in its order. On the Cassandra that is configured.
import { randomBytes } from "node:crypto";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { partitionOfKey } from "@marquee/platform/event-log/partition-of-key.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { openCassandraDatabase } from "@marquee/platform/store/cassandra-database.js";
import type { CqlDatabase, CqlMutation } from "@marquee/platform/store/cql-database.js";
import { migrateCassandra } from "@marquee/platform/store/migrate-cassandra.js";
import { ratingProjection } from "@marquee/ratings/projection/rating-projection.js";
import { RATING_BATCH } from "@marquee/ratings/projectors.js";
import { openCassandraRatingStores } from "@marquee/ratings/store/cassandra-rating-stores.js";
import type { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { printRates, printRatio, sideBySide } from "../side-by-side.js";
import { take, zipfRatings } from "../traffic/zipf-ratings.js";
import { openBareDriver } from "./cassandra-bare-driver.js";
import { recordingDatabase } from "./recording-database.js";

const RATINGS = 24_000;
const ONE_BY_ONE = 2_000;
const ROUNDS = 3;
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
const recorded = await open("recorded");
const folded = await open("folded");
const written = await open("written");
const single = await open("single");
const bare = await openBareDriver(config.CASSANDRA_CONTACT_POINTS, config.CASSANDRA_LOCAL_DATACENTER, written.keyspace);
let events: RatingSubmitted[][][] = [];
let rows: CqlMutation[] = [];
let mutations = 0;

const all = await sideBySide(ROUNDS, [
  {
    name: `folded, up to ${RATING_BATCH.maxMessages} ratings a batch`,
    units: RATINGS,
    async prepare(round) {
      events = batchesOf(round, RATINGS, RATING_BATCH.maxMessages);
    },
    round: (round) => fold(folded, round, events),
  },
  {
    name: "the bare driver, the same rows",
    units: RATINGS,
    // What the fold of these ratings writes, told by folding them once more: keeping it costs time of its own.
    async prepare(round) {
      const recording = recordingDatabase(recorded);
      await fold(recording.database, round, events);
      rows = recording.mutations;
      mutations = rows.length;
    },
    round: () => bare.write(rows, IN_FLIGHT),
  },
  {
    name: "folded by a process that has just begun",
    units: RATINGS,
    // The movies of the first way, which have their ratings by now, and users most of whom have not rated them.
    async prepare(round) {
      rows = [];
      events = batchesOf(round, 2 * RATINGS, RATING_BATCH.maxMessages, RATINGS);
    },
    round: (round) => fold(folded, round, events, RATINGS),
  },
  {
    name: "folded, one rating at a time",
    units: ONE_BY_ONE,
    async prepare(round) {
      events = batchesOf(round, ONE_BY_ONE, 1);
    },
    round: (round) => fold(single, round, events),
  },
]);
await bare.close();
for (const database of [recorded, folded, written, single]) {
  await database.changeSchema(`DROP KEYSPACE ${database.keyspace}`);
  await database.close();
}
printRates("ratings", all);
const [batched, driver, again, oneByOne] = all;
console.log(`mutations a rating: ${(mutations / RATINGS).toFixed(2)}`);
printRatio("folded / bare driver", batched, driver);
printRatio("the same of movies with ratings / bare driver", again, driver);
printRatio("folded in batches / one at a time", batched, oneByOne);

/** For each partition its ratings in order, cut into batches. Every round has movies of its own. */
function batchesOf(round: number, count: number, size: number, from = 0): RatingSubmitted[][][] {
  const partitions = Array.from({ length: config.EVENT_LOG_PARTITIONS }, (): RatingSubmitted[] => []);
  for (const rating of take(count, zipfRatings({ movies: 500, users: 20_000, seed: round + 1 })).slice(from)) {
    partitions[partitionOfKey(rating.movieId, partitions.length)]?.push(rating);
  }
  return partitions.map((ratings) => cut(ratings, size));
}

function cut<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Every call is a process that has just begun; `from`: how much of the log is folded before. */
async function fold(
  database: CqlDatabase,
  round: number,
  partitions: readonly RatingSubmitted[][][],
  from = 0,
): Promise<void> {
  const projection = ratingProjection(openCassandraRatingStores(database).fold);
  await Promise.all(
    partitions.map(async (batches, index) => {
      let position = from;
      for (const ratings of batches) {
        const committed = position;
        const events = ratings.map((event) => ({ position: position++, appendedAt: event.occurredAt, event }));
        await projection.apply({
          partition: round * partitions.length + index,
          committed,
          last: position - 1,
          events,
        });
      }
    }),
  );
}
