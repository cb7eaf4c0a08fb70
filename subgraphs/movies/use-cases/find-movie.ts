import type { MovieLoader } from "../context.js";
import type { MovieModel } from "../models.js";
import type { Catalogue } from "../store/catalogue.js";

const MAX_REPLACEMENTS = 5;

/** The movie with this id; for a retired one the movie that replaced it, null when none did. */
export async function findMovie(movies: MovieLoader, id: string): Promise<MovieModel | null> {
  let movie = await movies.load(id);
  for (let step = 0; movie?.retired === true && step < MAX_REPLACEMENTS; step += 1) {
    movie = movie.replacedBy === null ? null : await movies.load(movie.replacedBy);
  }
  return movie === null || movie.retired ? null : movie;
}

/** The movie that another catalogue knows by this id. */
export async function findMovieByExternalId(
  catalogue: Pick<Catalogue, "findIdsByExternalIds">,
  movies: MovieLoader,
  external: { source: string; id: string },
): Promise<MovieModel | null> {
  const [id] = await catalogue.findIdsByExternalIds([
    { source: external.source.trim().toLowerCase(), id: external.id },
  ]);
  return id === null || id === undefined ? null : findMovie(movies, id);
}
