import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { AppliedWatch } from "@marquee/platform/projection/applied-watch.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieFactsStore } from "../store/movie-facts-store.js";

export interface RateableMovie {
  /** Of the movie that stands for the one that was asked for; mostly itself. */
  movieId: string;
  facts: MovieFacts;
  /** Movies that it stands for. */
  others: readonly string[];
}

export interface MovieLookup {
  log: EventLog;
  facts: MovieFactsStore;
  families: Pick<FamilyLoader, "load">;
  followed: Pick<AppliedWatch, "wait">;
  timeoutMs: number;
}

/**
 * A movie that can be rated, null for an unknown one and one that was retired for nothing. A movie that was added a moment ago may be in the
 * log and not yet in the table: an unknown one is looked for again once the table has caught up with the log as it is now.
 */
export async function findRateableMovie(deps: MovieLookup, movieId: string): Promise<RateableMovie | null> {
  const known = await lookUp(deps, movieId);
  if (known !== null) return known;
  const partition = await deps.log.partitionOf(TOPICS.movies, movieId);
  const range = (await deps.log.positions(TOPICS.movies)).find((candidate) => candidate.partition === partition);
  if (range === undefined || range.end <= range.earliest) return null;
  await deps.followed.wait(partition, range.end - 1, deps.timeoutMs);
  return lookUp(deps, movieId);
}

async function lookUp({ facts, families }: MovieLookup, movieId: string): Promise<RateableMovie | null> {
  const [family, [own]] = await Promise.all([families.load(movieId), facts.find([movieId])]);
  const found = family.id === movieId ? own : (await facts.find([family.id]))[0];
  return found === undefined || found === null
    ? null
    : { movieId: family.id, facts: found, others: family.members.slice(1) };
}
