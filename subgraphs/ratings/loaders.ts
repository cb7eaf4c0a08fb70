import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import DataLoader from "dataloader";
import type { RatingModel, RatingSummaryModel } from "./models.js";
import { addTotals, NO_RATINGS } from "./rules/add-totals.js";
import { mergeNewestFirst } from "./rules/merge-newest-first.js";
import type { RatingKey, RatingPage, RatingStore } from "./store/rating-store.js";

export interface RatingLoaders {
  /** By movie id; figures of zero for a movie that was never rated; those of the movies that it stands for are in them. */
  summary: DataLoader<string, RatingSummaryModel>;
  /** What a user gave a movie or one that it stands for: the newest. */
  rating(key: RatingKey): Promise<RatingModel | null>;
  /** With those of the movies that it stands for. */
  movieRatings(page: RatingPage): Promise<RatingModel[]>;
  userRatings: DataLoader<RatingPage, RatingModel[], string>;
}

/** One set a request: every field of one kind, on however many entities, costs one call to the store. */
export function createLoaders(
  store: RatingStore,
  families: Pick<FamilyLoader, "load">,
  publishedPosition: (movieId: string) => Promise<number>,
): RatingLoaders {
  const ownSummary = new DataLoader<string, RatingSummaryModel>(async (movieIds) => {
    // Asked before the tables are read: what was published by then is in them.
    const published = await Promise.all(movieIds.map(publishedPosition));
    const totals = await store.totalsOf(movieIds);
    return movieIds.map((movieId, index) => ({
      movieId,
      totals: totals[index]?.totals ?? NO_RATINGS,
      position: Math.max(totals[index]?.position ?? -1, published[index] ?? -1),
    }));
  });
  const ownRating = new DataLoader<RatingKey, RatingModel | null, string>((keys) => store.ratingsOf(keys), {
    cacheKeyFn: ({ movieId, userId }) => `${movieId}\n${userId}`,
  });
  const ownRatings = new DataLoader<RatingPage, RatingModel[], string>((pages) => store.listByMovie(pages), {
    cacheKeyFn: pageKey,
  });
  // A movie's own rows and whether it has others are asked for at once: most have none, and wait for nothing more.
  const withOthers = async <Value>(movieId: string, load: (id: string) => Promise<Value>): Promise<Value[]> => {
    const [{ members }] = await Promise.all([families.load(movieId), load(movieId)]);
    return Promise.all(members.map(load));
  };
  return {
    summary: new DataLoader((movieIds) =>
      Promise.all(
        movieIds.map(async (movieId) => {
          const parts = await withOthers(movieId, (id) => ownSummary.load(id));
          const own = parts.find((part) => part.movieId === movieId);
          if (own !== undefined && parts.length === 1) return own;
          const totals = addTotals(parts.map((part) => part.totals));
          const others = parts.filter((part) => part !== own);
          return { movieId, totals, position: own?.position ?? -1, others };
        }),
      ),
    ),
    async rating({ movieId, userId }) {
      const ratings = await withOthers(movieId, (id) => ownRating.load({ movieId: id, userId }));
      return ratings.reduce((newest, one) => ((one?.ratedAt ?? -1) > (newest?.ratedAt ?? -1) ? one : newest), null);
    },
    async movieRatings(page) {
      const lists = await withOthers(page.id, (id) => ownRatings.load({ ...page, id }));
      return lists.length === 1 ? (lists[0] ?? []) : mergeNewestFirst(lists, page.limit);
    },
    userRatings: new DataLoader((pages) => store.listByUser(pages), { cacheKeyFn: pageKey }),
  };
}

function pageKey({ id, limit, after }: RatingPage): string {
  return JSON.stringify([id, limit, after?.ratedAt, after?.id]);
}
