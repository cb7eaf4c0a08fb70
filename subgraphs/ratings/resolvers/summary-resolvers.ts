import type { Resolvers } from "../generated/resolvers.js";
import { signFeedCursor } from "../live/feed-cursor.js";
import { summarize } from "../rules/rating-summary.js";

export const summaryResolvers: Pick<Resolvers, "RatingSummary"> = {
  RatingSummary: {
    count: ({ totals }) => totals.count,
    average: ({ totals }) => summarize(totals).average,
    standardDeviation: ({ totals }) => summarize(totals).standardDeviation,
    histogram: ({ totals }) => totals.histogram,
    popularityScore: ({ totals }) => summarize(totals).popularityScore,
    cursor: async ({ movieId, position }, _, { services: { feed, cursors } }) => {
      const partition = await feed.partitionOf(movieId);
      return signFeedCursor(cursors, { movieId, positions: [[partition, position, 0]] });
    },
  },
};
