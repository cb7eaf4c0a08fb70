import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { AppliedWatch } from "@marquee/platform/projection/applied-watch.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieStore } from "../store/movie-store.js";

export interface MovieLookup {
  log: EventLog;
  movies: MovieStore;
  /** Up to where marquee.movies.v1 is folded into `movies`. */
  followed: Pick<AppliedWatch, "wait">;
  waitMs: number;
}

const MAX_MOVIE_ID = 200;

/** Whether anything could be called so. */
export function isMovieId(text: string): boolean {
  return text !== "" && text.length <= MAX_MOVIE_ID;
}

/**
 * Whether a movie exists and is not retired. One that was added a moment ago may be in the log and not yet in the table: an
 * unknown one is looked for again once the table has caught up with the log as it is now, at most `waitMs` later.
 */
export async function isReviewableMovie(
  { log, movies, followed, waitMs }: MovieLookup,
  movieId: string,
): Promise<boolean> {
  if (!isMovieId(movieId)) return false;
  const known = await movies.find(movieId);
  if (known !== null) return !known.retired;
  const partition = await log.partitionOf(TOPICS.movies, movieId);
  const range = (await log.positions(TOPICS.movies)).find((candidate) => candidate.partition === partition);
  if (range === undefined || range.end <= range.earliest) return false;
  await followed.wait(partition, range.end - 1, waitMs);
  const added = await movies.find(movieId);
  return added !== null && !added.retired;
}
