import DataLoader from "dataloader";
import type { RatingModel, RatingSummaryModel } from "./models.js";
import type { RatingKey, RatingPage, RatingStore } from "./store/rating-store.js";

export interface RatingLoaders {
  /** By movie id; figures of zero for a movie that was never rated. */
  summary: DataLoader<string, RatingSummaryModel>;
  rating: DataLoader<RatingKey, RatingModel | null, string>;
  movieRatings: DataLoader<RatingPage, RatingModel[], string>;
  userRatings: DataLoader<RatingPage, RatingModel[], string>;
}

const NOTHING = { count: 0, sum: 0, sumOfSquares: 0, histogram: new Array<number>(10).fill(0) };

/** One set a request: every field of one kind, on however many entities, costs one call to the store. */
export function createLoaders(
  store: RatingStore,
  publishedPosition: (movieId: string) => Promise<number>,
): RatingLoaders {
  return {
    summary: new DataLoader(async (movieIds) => {
      // Asked before the tables are read: what was published by then is in them.
      const published = await Promise.all(movieIds.map(publishedPosition));
      const totals = await store.totalsOf(movieIds);
      return movieIds.map((movieId, index) => ({
        movieId,
        totals: totals[index]?.totals ?? NOTHING,
        position: Math.max(totals[index]?.position ?? -1, published[index] ?? -1),
      }));
    }),
    rating: new DataLoader((keys) => store.ratingsOf(keys), {
      cacheKeyFn: ({ movieId, userId }) => `${movieId}\n${userId}`,
    }),
    movieRatings: new DataLoader((pages) => store.listByMovie(pages), { cacheKeyFn: pageKey }),
    userRatings: new DataLoader((pages) => store.listByUser(pages), { cacheKeyFn: pageKey }),
  };
}

function pageKey({ id, limit, after }: RatingPage): string {
  return JSON.stringify([id, limit, after?.ratedAt, after?.id]);
}
