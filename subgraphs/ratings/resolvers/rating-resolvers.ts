import type { Resolvers } from "../generated/resolvers.js";
import { ratingId } from "../rules/rating-id.js";

export const ratingResolvers: Pick<Resolvers, "Rating"> = {
  Rating: {
    id: ({ movieId, userId }) => ratingId(movieId, userId),
    // One that was given to a movie which was replaced is shown as of the one that stands for it.
    movie: async ({ movieId }, _, { services }) => ({ id: (await services.families.load(movieId)).id }),
    user: ({ userId }) => ({ id: userId }),
    ratedAt: ({ ratedAt }) => new Date(ratedAt),
  },
};
