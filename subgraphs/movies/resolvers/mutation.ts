import type { MutationResolvers } from "../generated/resolvers.js";
import { type UpsertMovieServices, upsertMovie } from "../use-cases/upsert-movie.js";

export function mutationResolvers(services: UpsertMovieServices): MutationResolvers {
  return {
    upsertMovie: (_root, { input }, { viewer }) => upsertMovie(services, viewer, input),
  };
}
