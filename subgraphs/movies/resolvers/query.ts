import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { QueryResolvers } from "../generated/resolvers.js";
import type { MovieStore } from "../store/movie-store.js";
import { findMovie, findMovieByExternalId } from "../use-cases/find-movie.js";
import { listMovies } from "../use-cases/list-movies.js";
import { searchMovies } from "../use-cases/search-movies.js";
import { topMovies } from "../use-cases/top-movies.js";

export function queryResolvers(services: { store: MovieStore; cursors: CursorSigner }): QueryResolvers {
  const { store } = services;
  return {
    movie: (_root, { id }, { movies }) => findMovie(movies, id),
    movieByExternalId: (_root, external, { movies }) => findMovieByExternalId(store, movies, external),
    movies: (_root, request) => listMovies(services, request),
    searchMovies: (_root, request) => searchMovies(services, request),
    topMovies: (_root, request) => topMovies(services, request),
    statistics: async () => ({ movies: await store.count() }),
  };
}
