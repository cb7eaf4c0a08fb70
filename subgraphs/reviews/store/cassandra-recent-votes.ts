import type { RecentEvent } from "../rules/review-state.js";

type Packed = readonly [
  eventId: string,
  position: number,
  appendedAt: number,
  upBefore: number,
  totalBefore: number,
  up: number,
  total: number,
];

/** Without the names of the fields: a popular review has a row for each of very many voters. */
export function packRecentVotes(recent: readonly RecentEvent[]): string {
  return JSON.stringify(
    recent.map(({ eventId, position, appendedAt, votesBefore, votes }): Packed => {
      return [eventId, position, appendedAt, votesBefore.up, votesBefore.total, votes.up, votes.total];
    }),
  );
}

export function unpackRecentVotes(packed: string): RecentEvent[] {
  return (JSON.parse(packed) as Packed[]).map(([eventId, position, appendedAt, upBefore, totalBefore, up, total]) => ({
    eventId,
    position,
    appendedAt,
    votesBefore: { up: upBefore, total: totalBefore },
    votes: { up, total },
  }));
}
