import type { MovieResolvers } from "../generated/resolvers.js";
import { findMovie } from "../use-cases/find-movie.js";

/** Every other field is the model's of the same name. */
export const movieResolvers: MovieResolvers = {
  // A retired one is the movie that stands for it; one that was retired for nothing stays what it was.
  __resolveReference: async ({ id }, { movies }) => {
    const movie = await movies.load(id);
    return movie?.retired === true ? ((await findMovie(movies, id)) ?? movie) : movie;
  },
};
