import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { AppliedWatch } from "@marquee/platform/projection/applied-watch.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieFactsStore } from "../store/movie-facts-store.js";

/**
 * The facts of a movie that can be rated, null for an unknown or retired one. A movie that was added a moment ago may be in the
 * log and not yet in the table: an unknown one is looked for again once the table has caught up with the log as it is now.
 */
export async function findRateableMovie(
  deps: { log: EventLog; facts: MovieFactsStore; followed: Pick<AppliedWatch, "wait">; timeoutMs: number },
  movieId: string,
): Promise<MovieFacts | null> {
  const [known] = await deps.facts.find([movieId]);
  if (known !== undefined && known !== null) return known;
  const partition = await deps.log.partitionOf(TOPICS.movies, movieId);
  const range = (await deps.log.positions(TOPICS.movies)).find((candidate) => candidate.partition === partition);
  if (range === undefined || range.end <= range.earliest) return null;
  await deps.followed.wait(partition, range.end - 1, deps.timeoutMs);
  const [added] = await deps.facts.find([movieId]);
  return added ?? null;
}
