import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { QueryResolvers } from "../generated/resolvers.js";
import type { MovieStores } from "../store/movie-stores.js";
import { findMovie, findMovieByExternalId } from "../use-cases/find-movie.js";
import { listMovies } from "../use-cases/list-movies.js";
import { searchMovies } from "../use-cases/search-movies.js";
import { topMovies } from "../use-cases/top-movies.js";

export function queryResolvers({ stores, cursors }: { stores: MovieStores; cursors: CursorSigner }): QueryResolvers {
  const { catalogue } = stores;
  const ranked = { ...stores, cursors };
  return {
    movie: (_root, { id }, { movies }) => findMovie(movies, id),
    movieByExternalId: (_root, external, { movies }) => findMovieByExternalId(catalogue, movies, external),
    movies: (_root, request) => listMovies(ranked, request),
    searchMovies: (_root, request) => searchMovies(ranked, request),
    topMovies: (_root, request, { movies }) => topMovies(ranked, movies, request),
    statistics: async () => ({ movies: await catalogue.count() }),
  };
}
