import type { Resolvers } from "../generated/resolvers.js";

export const statisticsResolvers: Pick<Resolvers, "Query"> = {
  Query: {
    statistics: async (_, __, { services }) => {
      const { ratings, sumOfScores } = await services.ratings.statistics();
      return { ratings, averageScore: ratings === 0 ? null : sumOfScores / ratings };
    },
  },
};
