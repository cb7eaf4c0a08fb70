import { acceptReviewEvent } from "./accept-review-event.js";
import type {
  PositionedEvent,
  ReviewContent,
  ReviewPartition,
  ReviewState,
  StandingReview,
  VoterRow,
  Votes,
} from "./review-state.js";

/** What an event changed. */
export interface ReviewDecision {
  position: number;
  eventId: string;
  origin: "live" | "import";
  kind: "ADDED" | "REPLACED" | "DELETED" | "VOTED";
  /** The review right before it; null when none stood. */
  before: StandingReview | null;
  /** The review right after it; null when it was deleted. */
  review: StandingReview | null;
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
    const before = state === null ? null : standing(state, state.votes);
    state = accepted.state;
    if (voterId !== null && accepted.voter !== null) voters.set(voterId, accepted.voter);
    decisions.push(decisionOf(item, accepted.kind, before, standing(state, state.votes)));
  }
  return { state: decisions.length === 0 ? null : state, voters, decisions };
}

function rebuild(state: ReviewState, voter: VoterRow | undefined, item: PositionedEvent): ReviewDecision | null {
  const { position, event } = item;
  const after = contentAt(state, position);
  if (event.type === "ReviewVoted") {
    const entry = voter?.recent.find((candidate) => candidate.position === position);
    if (entry === undefined) return null;
    return decisionOf(item, "VOTED", standing(after, entry.votesBefore), standing(after, entry.votes));
  }
  const entry = state.recent.find((candidate) => candidate.position === position);
  if (entry === undefined) return null;
  const before = entry.replaced === null ? null : standing(entry.replaced, entry.votesBefore);
  return decisionOf(item, entry.kind, before, standing(after, entry.votes));
}

interface DatedContent {
  content: ReviewContent | null;
  changedAt: number;
}

/** What stood after a position that is not yet committed: the next event that replaced it remembers. */
function contentAt(state: ReviewState, position: number): DatedContent {
  return state.recent.find((entry) => entry.position > position)?.replaced ?? state;
}

function standing({ content, changedAt }: DatedContent, votes: Votes): StandingReview | null {
  return content === null ? null : { ...content, ...votes, createdAt: changedAt };
}

function decisionOf(
  { position, event }: PositionedEvent,
  kind: ReviewDecision["kind"],
  before: StandingReview | null,
  review: StandingReview | null,
): ReviewDecision {
  return { position, eventId: event.eventId, origin: event.origin, kind, before, review };
}
