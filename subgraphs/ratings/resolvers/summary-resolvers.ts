import type { Resolvers } from "../generated/resolvers.js";
import { earliestOf, signFeedCursor } from "../live/feed-cursor.js";
import { summarize } from "../rules/rating-summary.js";

export const summaryResolvers: Pick<Resolvers, "RatingSummary"> = {
  RatingSummary: {
    count: ({ totals }) => totals.count,
    average: ({ totals }) => summarize(totals).average,
    standardDeviation: ({ totals }) => summarize(totals).standardDeviation,
    histogram: ({ totals }) => totals.histogram,
    popularityScore: ({ totals }) => summarize(totals).popularityScore,
    cursor: async ({ movieId, position, others = [] }, _, { services: { feed, cursors } }) => {
      const parts = await Promise.all(
        [{ movieId, position }, ...others].map(async (part) => ({
          ...part,
          partition: await feed.partitionOf(part.movieId),
        })),
      );
      const names = parts.map((part) => part.movieId);
      return signFeedCursor(cursors, { movieId, positions: earliestOf(parts), names });
    },
  },
};
