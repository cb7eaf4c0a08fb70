import { acceptReviewEvent } from "./accept-review-event.js";
import type { PositionedEvent, ReviewContent, ReviewPartition, ReviewState, VoterRow, Votes } from "./review-state.js";

/** What an event changed; the review is as it stood right after it. */
export interface ReviewDecision {
  position: number;
  eventId: string;
  origin: "live" | "import";
  kind: "ADDED" | "REPLACED" | "DELETED" | "VOTED";
  /** Null when it was deleted. */
  review: (ReviewContent & Votes & { createdAt: number }) | null;
}

export interface ReviewFold {
  /** Null when nothing of the batch has had an effect; otherwise to be written (again), with `voters`. */
  state: ReviewState | null;
  voters: Map<string, VoterRow>;
  /** Events with an effect, in order. */
  decisions: ReviewDecision[];
}

/**
 * Decides a batch's events on one review. Those at or before the position that is applied were decided by an earlier try of an
 * uncommitted batch: what was decided is read back from what is remembered, never decided again.
 */
export function foldReview(read: ReviewPartition, events: readonly PositionedEvent[], committed: number): ReviewFold {
  const voters = new Map<string, VoterRow>();
  const decisions: ReviewDecision[] = [];
  let state = read.state;
  for (const item of events) {
    const voterId = item.event.type === "ReviewVoted" ? item.event.voterId : null;
    const voter = voterId === null ? undefined : (voters.get(voterId) ?? read.voters.get(voterId));
    if (read.state !== null && item.position <= read.state.position) {
      const decision = rebuild(read.state, voter, item);
      if (decision === null) continue;
      decisions.push(decision);
      if (voterId !== null && voter !== undefined) voters.set(voterId, voter);
      continue;
    }
    const accepted = acceptReviewEvent(state, voter, item, committed);
    if (accepted === null) continue;
    state = accepted.state;
    if (voterId !== null && accepted.voter !== null) voters.set(voterId, accepted.voter);
    decisions.push(decisionOf(item, accepted.kind, state, state.votes));
  }
  return { state: decisions.length === 0 ? null : state, voters, decisions };
}

function rebuild(state: ReviewState, voter: VoterRow | undefined, item: PositionedEvent): ReviewDecision | null {
  if (item.event.type === "ReviewVoted") {
    const entry = voter?.recent.find(({ position }) => position === item.position);
    return entry === undefined ? null : decisionOf(item, "VOTED", standingAt(state, item.position), entry.votes);
  }
  const entry = state.recent.find(({ position }) => position === item.position);
  return entry === undefined ? null : decisionOf(item, entry.kind, standingAt(state, item.position), entry.votes);
}

/** What stood after a position that is not yet committed: the next event that replaced it remembers. */
function standingAt(state: ReviewState, position: number): { content: ReviewContent | null; changedAt: number } {
  return state.recent.find((entry) => entry.position > position)?.replaced ?? state;
}

function decisionOf(
  { position, event }: PositionedEvent,
  kind: ReviewDecision["kind"],
  { content, changedAt }: { content: ReviewContent | null; changedAt: number },
  votes: Votes,
): ReviewDecision {
  return {
    position,
    eventId: event.eventId,
    origin: event.origin,
    kind,
    review: content === null ? null : { ...content, ...votes, createdAt: changedAt },
  };
}
