import type { MovieStep } from "../store/catalogue.js";
import type { CatalogueTables } from "../store/catalogue-tables.js";
import { changePlaces } from "./movie-places.js";
import { foldMovie, isListed, type MovieState } from "./movie-state.js";

/**
 * Folds a batch into tables that fail one by one. The movies are written last: whoever reads a movie at a position knows that
 * its places and the count are durable up to there, and whatever happened to an earlier try of these steps, the state that a
 * movie was read in and the steps behind it name every place it can have had since.
 */
export async function foldCatalogue(
  tables: CatalogueTables,
  partition: number,
  steps: readonly MovieStep[],
): Promise<void> {
  const end = steps.at(-1)?.position;
  if (end === undefined) return;
  const ofMovies = byMovie(steps);
  const known = await tables.readMovies([...ofMovies.keys()]);
  // After the movies, so that none of them is ahead of it.
  const count = await tables.readCount(partition);
  const places = [];
  const movies = [];
  let added = 0;
  for (const [id, its] of ofMovies) {
    const before = known.get(id) ?? null;
    const passed = foldMovie(before, its);
    const last = passed.at(-1);
    if (last === undefined) continue;
    places.push(changePlaces(id, before === null ? passed : [before, ...passed], last));
    movies.push({ id, state: last });
    added += countAdded(before, passed, count.position);
  }
  const counts = end > count.position ? [{ partition, movies: count.movies + added, position: end }] : [];
  await tables.writePlaces(places, counts);
  await tables.writeMovies(movies);
}

function byMovie(steps: readonly MovieStep[]): Map<string, MovieStep[]> {
  const grouped = new Map<string, MovieStep[]>();
  for (const step of steps) {
    const its = grouped.get(step.id);
    if (its === undefined) grouped.set(step.id, [step]);
    else its.push(step);
  }
  return grouped;
}

/** What the states past a position add to the number of movies that are listed. */
function countAdded(before: MovieState | null, passed: readonly MovieState[], counted: number): number {
  let added = 0;
  let previous = before;
  for (const state of passed) {
    if (state.position > counted) added += Number(isListed(state)) - Number(isListed(previous));
    previous = state;
  }
  return added;
}
