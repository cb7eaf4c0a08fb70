import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import type { RatingModel } from "../models.js";
import type { RatingRow } from "../rules/fold-bucket.js";
import { totalsOf } from "../rules/rating-counts.js";
import { rememberedScore } from "../rules/recent-steps.js";
import { userBucket } from "../rules/user-bucket.js";
import { listByMovie } from "./cassandra-movie-list.js";
import { listByUser } from "./cassandra-user-list.js";
import type { RatingKey, RatingStore } from "./rating-store.js";

const TOTALS = cql("SELECT counts, position FROM ratings_totals WHERE movie_id = ?", "text");
const PLACES = cql(
  "SELECT movie_id, score, rated_at FROM ratings_places WHERE user_id = ? AND movie_id IN ?",
  ...(["text", "list<text>"] as const),
);
const ROW = cql(
  "SELECT score, rated_at, data FROM ratings_buckets WHERE movie_id = ? AND bucket = ? AND user_id = ?",
  ...(["text", "int", "text"] as const),
);
const STATISTICS = cql("SELECT ratings, sum_of_scores FROM ratings_statistics WHERE scope = 'all'");

/** Movies of one user that one read asks for. */
const MOVIES_A_READ = 100;

interface PlaceRow {
  movie_id: string;
  score: number;
  rated_at: number;
}

export function cassandraRatingStore(database: CqlDatabase): RatingStore {
  return {
    async totalsOf(movieIds) {
      const found = await database.allMany<{ counts: string; position: number }>(
        TOTALS,
        movieIds.map((movieId) => [movieId]),
      );
      return found.map(([row]) =>
        row === undefined ? null : { totals: totalsOf(JSON.parse(row.counts)), position: row.position },
      );
    },

    async ratingsOf(keys) {
      const asked = readsOf(keys);
      const found = await database.allMany<PlaceRow>(
        PLACES,
        asked.map(({ userId, movieIds }) => [userId, movieIds]),
      );
      const ratings = new Map<string, RatingModel>();
      found.forEach((rows, index) => {
        const userId = asked[index]?.userId ?? "";
        for (const { movie_id: movieId, score, rated_at: ratedAt } of rows) {
          ratings.set(`${userId}\n${movieId}`, { movieId, userId, score, ratedAt });
        }
      });
      return keys.map(({ movieId, userId }) => ratings.get(`${userId}\n${movieId}`) ?? null);
    },

    async outcomeOf({ movieId, userId }, eventId) {
      const [row] = await database.all<{ score: number; rated_at: number; data: string }>(ROW, [
        movieId,
        userBucket(userId),
        userId,
      ]);
      if (row === undefined) return { rating: null, taken: undefined };
      const { score, rated_at: ratedAt, data } = row;
      return {
        rating: score === 0 ? null : { movieId, userId, score, ratedAt },
        taken: rememberedScore(JSON.parse(data) as RatingRow["recent"], eventId),
      };
    },

    listByMovie: (pages) => listByMovie(database, pages),
    listByUser: (pages) => listByUser(database, pages),

    async statistics() {
      const rows = await database.all<{ ratings: number; sum_of_scores: number }>(STATISTICS, []);
      const sum = { ratings: 0, sumOfScores: 0 };
      for (const { ratings, sum_of_scores: sumOfScores } of rows) {
        sum.ratings += ratings;
        sum.sumOfScores += sumOfScores;
      }
      return sum;
    },
  };
}

/** One a user, as everything of a user lies in one partition. */
function readsOf(keys: readonly RatingKey[]): { userId: string; movieIds: string[] }[] {
  const open = new Map<string, { userId: string; movieIds: string[] }>();
  const reads: { userId: string; movieIds: string[] }[] = [];
  for (const { userId, movieId } of keys) {
    let read = open.get(userId);
    if (read === undefined || read.movieIds.length >= MOVIES_A_READ) {
      read = { userId, movieIds: [] };
      open.set(userId, read);
      reads.push(read);
    }
    read.movieIds.push(movieId);
  }
  return reads;
}
