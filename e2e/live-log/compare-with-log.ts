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
  const findings = findUnequal(told, wanted);
  if (findings.length > 0) return findings;
  const toldOf = byMovie(told.map((event) => ({ movieId: event.movie.id, eventId: event.eventId })));
  for (const [movieId, ids] of byMovie(wanted)) {
    const got = toldOf.get(movieId) ?? [];
    const at = ids.findIndex((eventId, index) => got[index] !== eventId);
    if (at >= 0) findings.push(`${movieId}: number ${at} is ${got[at]}, in the log ${ids[at]}`);
  }
  return findings;
}

function findUnequal(told: readonly ToldEvent[], wanted: readonly LoggedRating[]): string[] {
  const findings: string[] = [];
  const missing = new Map(wanted.map((rating) => [rating.eventId, rating]));
  const seen = new Set<string>();
  for (const { eventId, movie, user, score } of told) {
    const rating = missing.get(eventId);
    if (seen.has(eventId)) findings.push(`${eventId} came twice`);
    else if (rating === undefined) findings.push(`${eventId} is nothing that passes`);
    else if (rating.movieId !== movie.id || rating.userId !== user.id || rating.score !== score)
      findings.push(`${eventId} came as ${movie.id} ${user.id} ${score}, not as it is in the log`);
    seen.add(eventId);
    missing.delete(eventId);
  }
  for (const eventId of missing.keys()) findings.push(`${eventId} never came`);
  return findings;
}

function byMovie(events: readonly { movieId: string; eventId: string }[]): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { movieId, eventId } of events) {
    const known = ids.get(movieId);
    if (known === undefined) ids.set(movieId, [eventId]);
    else known.push(eventId);
  }
  return ids;
}
