import type { CalledMovie } from "./title-index.js";

/**
 * The movie that somebody means who gives a title alone: of those that were out when they rated, the newest, for that is the one
 * people see; then those of a later year, the earliest first; then those of no known year. What is equal: the least id.
 */
export function chooseMovie(movies: readonly CalledMovie[], ratedAt: number): CalledMovie | undefined {
  const year = new Date(ratedAt).getUTCFullYear();
  return movies.toSorted(
    (one, other) => rank(one, year) - rank(other, year) || (one.movieId < other.movieId ? -1 : 1),
  )[0];
}

const LATER = 10_000;

function rank({ facts: { releaseYear } }: CalledMovie, year: number): number {
  if (releaseYear === null) return Number.POSITIVE_INFINITY;
  return releaseYear <= year ? year - releaseYear : LATER + releaseYear;
}
