import type { PlaceChanges } from "../projection/movie-places.js";
import type { MovieState } from "../projection/movie-state.js";

/**
 * The tables of a catalogue in an engine without transactions over them. Every write carries a position, and what is older loses,
 * whenever it lands; a write that throws may land later.
 */
export interface CatalogueTables {
  /** Those that are not known are left out. */
  readMovies(ids: readonly string[]): Promise<Map<string, MovieState>>;
  readCount(partition: number): Promise<MovieCount>;
  /** In any order; resolves when all of it is durable. */
  writePlaces(places: readonly PlaceChanges[], counts: readonly (MovieCount & { partition: number })[]): Promise<void>;
  writeMovies(movies: readonly { id: string; state: MovieState }[]): Promise<void>;
}

/** Movies of one partition of the log, retired ones left out, as of a position; -1 when nothing was counted. */
export interface MovieCount {
  movies: number;
  position: number;
}
