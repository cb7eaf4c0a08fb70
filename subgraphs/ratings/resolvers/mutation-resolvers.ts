import { AppError } from "@marquee/platform/errors/app-error.js";
import type { SubgraphContext } from "../context.js";
import type { Resolvers } from "../generated/resolvers.js";
import { rateMovie } from "../use-cases/rate-movie.js";
import { removeRating } from "../use-cases/remove-rating.js";

export const mutationResolvers: Pick<Resolvers, "Mutation"> = {
  Mutation: {
    rateMovie: (_, { input }, context) =>
      rateMovie(context.services.writes, {
        userId: signedIn(context),
        movieId: input.movieId,
        score: input.score,
        idempotencyKey: input.idempotencyKey ?? null,
      }),
    removeRating: (_, { input }, context) =>
      removeRating(context.services.writes, {
        userId: signedIn(context),
        movieId: input.movieId,
        idempotencyKey: input.idempotencyKey ?? null,
      }),
  },
};

function signedIn({ viewer }: SubgraphContext): string {
  if (viewer !== null) return viewer.userId;
  throw new AppError("UNAUTHENTICATED", "Sign in to rate: send `Authorization: Bearer …` with an access token.");
}
