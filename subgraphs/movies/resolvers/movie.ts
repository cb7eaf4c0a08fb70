import type { MovieResolvers } from "../generated/resolvers.js";

/** Every other field is the model's of the same name. */
export const movieResolvers: MovieResolvers = {
  __resolveReference: (reference, context) => context.movies.load(reference.id),
};
