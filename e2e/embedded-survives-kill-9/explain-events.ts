import type { RatingEvent } from "../environment/rating-feed.js";
import type { RatingWrite } from "./ledger.js";

type Told = Pick<RatingEvent, "eventId" | "score" | "previousScore">;

/**
 * What is wrong with the events of one (user, movie), given everything that was written to it: each acknowledged write is
 * there once and in its place, each unanswered one at most once and in its place, and nothing else is. Taking back what is not
 * there is no event.
 */
export function faultsOf(events: readonly Told[], writes: readonly RatingWrite[]): string[] {
  const faults: string[] = [];
  const acknowledged = new Set(writes.flatMap(({ eventId }) => eventId ?? []));
  let standing: number | null = null;
  let next = 0;

  const explains = (write: RatingWrite, event: Told): boolean =>
    write.score === event.score &&
    (write.eventId === null ? !acknowledged.has(event.eventId) : write.eventId === event.eventId);
  const mustBeThere = ({ eventId, score }: RatingWrite): boolean =>
    eventId !== null && !(score === null && standing === null);

  for (const event of events) {
    const at = writes.findIndex((write, index) => index >= next && explains(write, event));
    if (at === -1) {
      faults.push(`${event.eventId} (${event.score}) was told twice, out of order, or never written`);
      continue;
    }
    faults.push(...writes.slice(next, at).filter(mustBeThere).map(lost));
    if (event.previousScore !== standing) {
      faults.push(`${event.eventId} replaced ${event.previousScore}, but ${standing} stood there`);
    }
    standing = event.score;
    next = at + 1;
  }
  faults.push(...writes.slice(next).filter(mustBeThere).map(lost));
  return faults;
}

function lost({ eventId, score }: RatingWrite): string {
  return `${eventId} (${score}) was acknowledged and is lost`;
}
