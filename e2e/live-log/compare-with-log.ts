import type { LoggedRating } from "./read-rating-log.js";

/** An event as a listener wrote it down. */
export interface ToldEvent {
  eventId: string;
  score: number | null;
  movie: { id: string };
  user: { id: string };
}

export type Passes = (rating: LoggedRating) => boolean;

/**
 * What is wrong with what a listener was told, held against the log; nothing when every rating of its filter came exactly once, in the
 * log's order per movie, and nothing else.
 */
export function compareWithLog(
  told: readonly ToldEvent[],
  log: readonly LoggedRating[],
  passes: Passes = () => true,
): string[] {
  const wanted = log.filter(passes);
  const ratings = new Map(wanted.map((rating) => [rating.eventId, rating]));
  const changed = told.filter(({ eventId, movie, user, score }) => {
    const rating = ratings.get(eventId);
    return rating !== undefined && (rating.movieId !== movie.id || rating.userId !== user.id || rating.score !== score);
  });
  return [
    ...changed.map(({ eventId, movie, user, score }) => {
      return `${eventId} came as ${movie.id} ${user.id} ${score}, not as it is in the log`;
    }),
    ...compareEventIds(
      told.map(({ eventId }) => eventId),
      wanted,
    ),
  ];
}

/** The same of a listener that wrote down ids alone. */
export function compareEventIds(told: readonly string[], wanted: readonly LoggedRating[]): string[] {
  const findings: string[] = [];
  const ratings = new Map(wanted.map((rating) => [rating.eventId, rating]));
  const seen = new Set<string>();
  for (const eventId of told) {
    if (seen.has(eventId)) findings.push(`${eventId} came twice`);
    else if (!ratings.has(eventId)) findings.push(`${eventId} is nothing that passes`);
    seen.add(eventId);
  }
  for (const eventId of ratings.keys()) if (!seen.has(eventId)) findings.push(`${eventId} never came`);
  if (findings.length > 0) return findings;
  const toldOf = byMovie(told.flatMap((eventId) => ratings.get(eventId) ?? []));
  for (const [movieId, ids] of byMovie(wanted)) {
    const got = toldOf.get(movieId) ?? [];
    const at = ids.findIndex((eventId, index) => got[index] !== eventId);
    if (at >= 0) findings.push(`${movieId}: number ${at} is ${got[at]}, in the log ${ids[at]}`);
  }
  return findings;
}

function byMovie(events: readonly Pick<LoggedRating, "movieId" | "eventId">[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { movieId, eventId } of events) {
    const known = ids.get(movieId);
    if (known === undefined) ids.set(movieId, [eventId]);
    else known.push(eventId);
  }
  return ids;
}
