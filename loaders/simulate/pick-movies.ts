import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { partitionOfKey } from "@marquee/platform/event-log/partition-of-key.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { type MovieLogEvent, readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { type MovieFacts, movieFactsOf } from "@marquee/schema/events/movie-facts.js";
import { TOPICS } from "@marquee/schema/events/topics.js";

export interface SimulatedMovie {
  movieId: string;
  facts: MovieFacts;
}

const LOT = 2 ** 32;

/** Some movies of the catalogue as the log has it now, the same ones for the same seed, by id. */
export async function pickMovies(log: EventLog, options: { seed: number; count: number }): Promise<SimulatedMovie[]> {
  const { seed, count } = options;
  const picked = new Map<string, SimulatedMovie & { lot: number }>();
  await eachMovieEvent(log, (event) => {
    if (event.type === "MovieRetired") {
      picked.delete(event.movieId);
      return;
    }
    const { movieId, movie } = event;
    picked.set(movieId, { movieId, facts: movieFactsOf(movie), lot: partitionOfKey(`${seed} ${movieId}`, LOT) });
    // Drawing lots needs no order, and cutting only now and then no heap.
    if (picked.size > 2 * count) for (const { movieId } of inLotOrder(picked).slice(count)) picked.delete(movieId);
  });
  return inLotOrder(picked)
    .slice(0, count)
    .map(({ movieId, facts }) => ({ movieId, facts }))
    .sort((one, other) => (one.movieId < other.movieId ? -1 : 1));
}

/** The movies of these titles (compared by `key`); where several are called so, the one with the least id. */
export async function findMovies(
  log: EventLog,
  titles: readonly string[],
  key: (title: string) => string,
): Promise<SimulatedMovie[]> {
  const wanted = new Set(titles.map(key));
  const found = new Map<string, SimulatedMovie>();
  await eachMovieEvent(log, (event) => {
    if (event.type === "MovieRetired") {
      found.delete(event.movieId);
      return;
    }
    const { movieId, movie } = event;
    if (wanted.has(key(movie.title))) found.set(movieId, { movieId, facts: movieFactsOf(movie) });
    else found.delete(movieId);
  });
  const byTitle = new Map<string, SimulatedMovie>();
  for (const movie of [...found.values()].sort((one, other) => (one.movieId < other.movieId ? 1 : -1))) {
    byTitle.set(key(movie.facts.title), movie);
  }
  return [...byTitle.values()].reverse();
}

function inLotOrder<Movie extends { lot: number }>(movies: ReadonlyMap<string, Movie>): Movie[] {
  return [...movies.values()].sort((one, other) => one.lot - other.lot);
}

async function eachMovieEvent(log: EventLog, onEvent: (event: MovieLogEvent) => void): Promise<void> {
  await readToEnd(log, TOPICS.movies, (messages) => {
    for (const { value } of messages) {
      const event = readOrPass(value);
      if (event !== undefined) onEvent(event);
    }
  });
}

/** What can't be read is in the dead letters, and none of a simulation's business. */
function readOrPass(value: string): MovieLogEvent | undefined {
  try {
    return readMovieEvent(value);
  } catch {
    return undefined;
  }
}
