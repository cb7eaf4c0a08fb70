import type { LoggedRating } from "../live-log/read-rating-log.js";
import type { SoakListener } from "./listener.js";

/** Every event of the filter exactly once, in order per movie; nothing else. */
export function compareListener({ eventIds, gaps, refusals }: SoakListener, wanted: readonly LoggedRating[]): string[] {
  const findings = [...gaps.map((reason) => `a gap, ${reason}`), ...refusals.map((codes) => `refused, ${codes}`)];
  const rating = new Map(wanted.map((logged) => [logged.eventId, logged]));
  const toldOf = new Map<string, string[]>();
  const seen = new Set<string>();
  for (const eventId of eventIds) {
    const logged = rating.get(eventId);
    if (logged === undefined) findings.push(`${eventId} is nothing that passes`);
    else if (seen.has(eventId)) findings.push(`${eventId} came twice`);
    else toldOf.set(logged.movieId, [...(toldOf.get(logged.movieId) ?? []), eventId]);
    seen.add(eventId);
  }
  const next = new Map<string, number>();
  for (const { eventId, movieId } of wanted) {
    const at = next.get(movieId) ?? 0;
    next.set(movieId, at + 1);
    if (!seen.has(eventId)) findings.push(`${eventId} never came`);
    else if (toldOf.get(movieId)?.[at] !== eventId && findings.length === 0)
      findings.push(`${eventId} came out of order`);
  }
  return findings;
}
