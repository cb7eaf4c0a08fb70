import type { SqliteDatabase, SqliteParams, SqliteStatement } from "@marquee/platform/store/sqlite-database.js";
import { type BucketRow, STATE_ROW, type TallyRow, toBucketRead, toTally } from "./rating-fold-rows.js";
import type { BucketWrite, FoldRead, FoldRequest, ListMove, RatingFoldStore } from "./rating-fold-store.js";

const READ_BUCKET = `SELECT user_id, score, rated_at, position, committed, data FROM ratings_buckets
  WHERE movie_id = ? AND user_id IN (SELECT value FROM json_each(?))`;
const READ_TALLY = "SELECT counts, position, committed, tail FROM ratings_totals WHERE movie_id = ?";
const READ_STATISTICS = `SELECT ratings, sum_of_scores AS sumOfScores, position FROM ratings_statistics WHERE partition = ?`;

const WRITE_BUCKET_ROW = `INSERT INTO ratings_buckets (movie_id, user_id, score, rated_at, position, committed, data)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET score = excluded.score, rated_at = excluded.rated_at, position = excluded.position,
    committed = excluded.committed, data = excluded.data WHERE excluded.position >= position`;
// Only where it is not what was told before.
const WRITE_TOLD = `INSERT INTO ratings_told (movie_id, position, facts) SELECT ?1, ?2, ?3 WHERE ?3 IS NOT
    (SELECT facts FROM ratings_told WHERE movie_id = ?1 AND position <= ?2 ORDER BY position DESC LIMIT 1)
  ON CONFLICT DO UPDATE SET facts = excluded.facts`;
const WRITE_TALLY = `INSERT INTO ratings_totals (movie_id, counts, position, committed, tail) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET counts = excluded.counts, position = excluded.position, committed = excluded.committed,
    tail = excluded.tail
    WHERE excluded.position >= position`;
const WRITE_STATISTICS = `INSERT INTO ratings_statistics (partition, ratings, sum_of_scores, position) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET ratings = excluded.ratings, sum_of_scores = excluded.sum_of_scores,
    position = excluded.position WHERE excluded.position >= position`;
const WRITE_FEED = `INSERT INTO ratings_feed (partition, position, appended_at, value) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET value = excluded.value`;

/** A batch is one transaction, and each row is guarded by its position all the same. */
export function embeddedRatingFoldStore(database: SqliteDatabase): RatingFoldStore {
  return {
    // A movie is one bucket: there are no partitions to be kept small, and every bucket costs a row and a read.
    bucketOf: () => 0,

    async load(request: FoldRequest): Promise<FoldRead> {
      const [buckets, tallies, statistics] = await Promise.all([
        database.allMany<BucketRow>(
          READ_BUCKET,
          request.buckets.map(({ movieId, userIds }) => [movieId, JSON.stringify([STATE_ROW, ...userIds])]),
        ),
        database.allMany<TallyRow>(
          READ_TALLY,
          request.movieIds.map((movieId) => [movieId]),
        ),
        database.all<FoldRead["statistics"]>(READ_STATISTICS, [request.partition]),
      ]);
      return {
        buckets: buckets.map(toBucketRead),
        tallies: new Map(
          tallies.flatMap(([row], index) => {
            const movieId = request.movieIds[index];
            return row === undefined || movieId === undefined ? [] : [[movieId, toTally(row)] as const];
          }),
        ),
        statistics: statistics[0] ?? { ratings: 0, sumOfScores: 0, position: -1 },
      };
    },

    async write(buckets, { partition, moves, tallies, statistics, feed }) {
      const statements: SqliteStatement[] = [
        // First: what it would take back by itself lies before what the transaction would, and SQLite goes through all of that.
        { sql: WRITE_TOLD, paramSets: toldBy(moves) },
        { sql: WRITE_BUCKET_ROW, paramSets: buckets.flatMap(bucketParams) },
        {
          sql: WRITE_TALLY,
          paramSets: [...tallies].map(([movieId, { counts, position, committed, tail }]) => [
            movieId,
            JSON.stringify(counts),
            position,
            committed,
            JSON.stringify(tail),
          ]),
        },
        {
          sql: WRITE_STATISTICS,
          paramSets: [[partition, statistics.ratings, statistics.sumOfScores, statistics.position]],
        },
        { sql: WRITE_FEED, paramSets: feed.map((row) => [partition, row.position, row.appendedAt, row.value]) },
      ];
      await database.write(statements.filter(({ paramSets }) => paramSets.length > 0));
    },
  };
}

function bucketParams({ movieId, rows, counts, position, committed }: BucketWrite): SqliteParams[] {
  const users = [...rows].map(([userId, row]) => [
    movieId,
    userId,
    row.score,
    row.ratedAt,
    row.position,
    null,
    JSON.stringify(row.recent),
  ]);
  return [...users, [movieId, STATE_ROW, null, null, position, committed, JSON.stringify(counts)]];
}

/** What the events tell of their movies, as far as it changes; in order of position. Lists are indexes of the buckets. */
function toldBy(moves: readonly ListMove[]): SqliteParams[] {
  const last = new Map<string, ListMove["movie"]>();
  const told: SqliteParams[] = [];
  for (const { movieId, position, movie } of moves) {
    if (last.get(movieId) === movie) continue;
    last.set(movieId, movie);
    told.push([movieId, position, JSON.stringify(movie)]);
  }
  return told;
}
