import type { CassandraFeedTable } from "@marquee/platform/projection/cassandra-feed-table.js";
import type { StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import {
  type CqlCall,
  type CqlDatabase,
  type CqlMutation,
  cql,
  foldedCql,
  writtenAt,
} from "@marquee/platform/store/cql-database.js";
import { userBucket } from "../rules/user-bucket.js";
import { listMutations, monthsOf } from "./cassandra-list-mutations.js";
import { type BucketRow, STATE_ROW, type TallyRow, toBucketRead, toTally } from "./rating-fold-rows.js";
import type { BucketWrite, FoldRead, PartitionStatistics, RatingFoldStore } from "./rating-fold-store.js";

const READ_BUCKET = cql(
  "SELECT user_id, score, rated_at, position, committed, data FROM ratings_buckets WHERE movie_id = ? AND bucket = ? AND user_id IN ?",
  ...(["text", "int", "list<text>"] as const),
);
const READ_TALLY = cql("SELECT counts, position, committed, tail FROM ratings_totals WHERE movie_id = ?", "text");
const READ_STATISTICS = cql(
  "SELECT ratings, sum_of_scores, position FROM ratings_statistics WHERE scope = 'all' AND partition = ?",
  "int",
);

const WRITE_ROW = foldedCql(
  `INSERT INTO ratings_buckets (movie_id, bucket, user_id, score, rated_at, position, data) VALUES (?, ?, ?, ?, ?, ?, ?)
    USING TIMESTAMP ?`,
  ...(["text", "int", "text", "int", "bigint", "bigint", "text", "bigint"] as const),
);
const WRITE_STATE = foldedCql(
  `INSERT INTO ratings_buckets (movie_id, bucket, user_id, position, committed, data) VALUES (?, ?, '', ?, ?, ?)
    USING TIMESTAMP ?`,
  ...(["text", "int", "bigint", "bigint", "text", "bigint"] as const),
);
const WRITE_TALLY = foldedCql(
  "INSERT INTO ratings_totals (movie_id, counts, position, committed, tail) VALUES (?, ?, ?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "text", "bigint", "bigint", "text", "bigint"] as const),
);
const WRITE_MONTH = foldedCql(
  "INSERT INTO ratings_months (movie_id, month) VALUES (?, ?) USING TIMESTAMP ?",
  ...(["text", "int", "bigint"] as const),
);
const WRITE_STATISTICS = foldedCql(
  `INSERT INTO ratings_statistics (scope, partition, ratings, sum_of_scores, position) VALUES ('all', ?, ?, ?, ?)
    USING TIMESTAMP ?`,
  ...(["int", "bigint", "bigint", "bigint", "bigint"] as const),
);

/** A mutation a bucket; every statement has the timestamp of the position that it follows from. */
export function cassandraRatingFoldStore(
  database: CqlDatabase,
  feed: Pick<CassandraFeedTable<unknown>, "mutations">,
): RatingFoldStore {
  return {
    bucketOf: userBucket,

    async load({ partition, buckets, movieIds }): Promise<FoldRead> {
      const [rows, tallies, statistics] = await Promise.all([
        database.allMany<BucketRow>(
          READ_BUCKET,
          buckets.map(({ movieId, bucket, userIds }) => [movieId, bucket, [STATE_ROW, ...userIds]]),
        ),
        database.allMany<TallyRow>(
          READ_TALLY,
          movieIds.map((movieId) => [movieId]),
        ),
        database.all<{ ratings: number; sum_of_scores: number; position: number }>(READ_STATISTICS, [partition]),
      ]);
      const found = new Map<string, StampedTally>();
      tallies.forEach(([row], index) => {
        const movieId = movieIds[index];
        if (row !== undefined && movieId !== undefined) found.set(movieId, toTally(row));
      });
      return { buckets: rows.map(toBucketRead), tallies: found, statistics: toStatistics(statistics[0]) };
    },

    async write(buckets, { partition, moves, tallies, statistics, feed: rows }) {
      await database.write(buckets.map(bucketMutation));
      const months = monthsOf(moves);
      const { ratings, sumOfScores, position } = statistics;
      const statisticsValues = [partition, ratings, sumOfScores, position, writtenAt(position)];
      await database.write([
        ...listMutations(moves),
        ...[...new Set([...tallies.keys(), ...months.keys()])].map((movieId) =>
          movieMutation(movieId, tallies.get(movieId), months.get(movieId)),
        ),
        [{ statement: WRITE_STATISTICS, values: statisticsValues }],
        ...feed.mutations(partition, rows, position),
      ]);
    },
  };
}

function bucketMutation({ movieId, bucket, rows, counts, position, committed }: BucketWrite): CqlMutation {
  const calls: CqlCall[] = [];
  for (const [userId, row] of rows) {
    const { score, ratedAt, position: at, recent } = row;
    const values = [movieId, bucket, userId, score ?? 0, ratedAt, at, JSON.stringify(recent), writtenAt(at)];
    calls.push({ statement: WRITE_ROW, values });
  }
  const values = [movieId, bucket, position, committed, JSON.stringify(counts), writtenAt(position)];
  calls.push({ statement: WRITE_STATE, values });
  return calls;
}

/** Months lie beside the totals, as they have the same partition key. */
function movieMutation(
  movieId: string,
  tally: StampedTally | undefined,
  months: ReadonlyMap<number, number> | undefined,
): CqlMutation {
  const calls: CqlCall[] = [];
  if (tally !== undefined) {
    const { counts, position, committed, tail } = tally;
    const values = [movieId, JSON.stringify(counts), position, committed, JSON.stringify(tail), writtenAt(position)];
    calls.push({ statement: WRITE_TALLY, values });
  }
  for (const [month, position] of months ?? []) {
    calls.push({ statement: WRITE_MONTH, values: [movieId, month, writtenAt(position)] });
  }
  return calls;
}

function toStatistics(
  row: { ratings: number; sum_of_scores: number; position: number } | undefined,
): PartitionStatistics {
  if (row === undefined) return { ratings: 0, sumOfScores: 0, position: -1 };
  return { ratings: row.ratings, sumOfScores: row.sum_of_scores, position: row.position };
}
