import type { Resolvers } from "../generated/resolvers.js";
import { ratingId } from "../rules/rating-id.js";

export const ratingResolvers: Pick<Resolvers, "Rating"> = {
  Rating: {
    id: ({ movieId, userId }) => ratingId(movieId, userId),
    movie: ({ movieId }) => ({ id: movieId }),
    user: ({ userId }) => ({ id: userId }),
    ratedAt: ({ ratedAt }) => new Date(ratedAt),
  },
};
