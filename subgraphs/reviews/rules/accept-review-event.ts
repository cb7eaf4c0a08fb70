import type { PositionedEvent, RecentEvent, RecentReview, ReviewState, VoterRow, Votes } from "./review-state.js";

/** For how long an event id is known again, by the log's clock. */
export const REMEMBER_MS = 24 * 60 * 60 * 1000;

/** Events of an author on their review, or of a voter on it, that are taken within that time: so what is remembered is bounded. */
export const MAX_REMEMBERED = 10_000;

/** Older than every import. */
const NEVER = Number.MIN_SAFE_INTEGER;

const NO_VOTES: Votes = { up: 0, total: 0 };

export interface AcceptedEvent {
  kind: "ADDED" | "REPLACED" | "DELETED" | "VOTED";
  state: ReviewState;
  /** The row of whoever voted. */
  voter: VoterRow | null;
}

/** What an event makes of a review; null when it is a duplicate or is refused. `committed` is the batch's. */
export function acceptReviewEvent(
  before: ReviewState | null,
  voter: VoterRow | undefined,
  item: PositionedEvent,
  committed: number,
): AcceptedEvent | null {
  switch (item.event.type) {
    case "ReviewSubmitted":
      return submit(before, item, committed);
    case "ReviewDeleted":
      return remove(before, item, committed);
    case "ReviewVoted":
      return vote(before, voter, item, committed);
  }
}

function submit(before: ReviewState | null, item: PositionedEvent, committed: number): AcceptedEvent | null {
  const { event } = item;
  if (event.type !== "ReviewSubmitted" || isRefused(before?.recent, item) || isOutdated(before, item)) return null;
  const imported = event.importedVotes ?? before?.importedVotes ?? NO_VOTES;
  const standing = before?.votes ?? NO_VOTES;
  const standingImported = before?.importedVotes ?? NO_VOTES;
  const next = {
    content: event.review,
    changedAt: event.occurredAt,
    votes: {
      up: standing.up - standingImported.up + imported.up,
      total: standing.total - standingImported.total + imported.total,
    },
    importedVotes: imported,
    votesSince: before?.votesSince ?? -1,
  };
  const kind = (before?.content ?? null) === null ? "ADDED" : "REPLACED";
  return { kind, state: remember(before, next, kind, item, committed), voter: null };
}

function remove(before: ReviewState | null, item: PositionedEvent, committed: number): AcceptedEvent | null {
  if (before === null || before.content === null) return null;
  if (isRefused(before.recent, item)) return null;
  const next = {
    content: null,
    // Taken back with its dataset, however old it is; a later import may bring it again.
    changedAt: item.event.origin === "import" ? NEVER : item.event.occurredAt,
    votes: NO_VOTES,
    importedVotes: NO_VOTES,
    votesSince: item.position,
  };
  return { kind: "DELETED", state: remember(before, next, "DELETED", item, committed), voter: null };
}

function vote(
  before: ReviewState | null,
  voter: VoterRow | undefined,
  item: PositionedEvent,
  committed: number,
): AcceptedEvent | null {
  const { event, position, appendedAt } = item;
  if (event.type !== "ReviewVoted" || before === null || before.content === null) return null;
  if (event.voterId === event.userId || isRefused(voter?.recent, item)) return null;
  const current = voter !== undefined && voter.position > before.votesSince ? voter.helpful : null;
  if (current === event.helpful) return null;
  const votes = {
    up: before.votes.up + (event.helpful ? 1 : 0) - (current === true ? 1 : 0),
    total: before.votes.total + (current === null ? 1 : 0),
  };
  const entry = { eventId: event.eventId, position, appendedAt, votesBefore: before.votes, votes };
  return {
    kind: "VOTED",
    state: { ...before, votes, position, committed },
    voter: { helpful: event.helpful, position, recent: [...stillRecent(voter?.recent ?? [], item, committed), entry] },
  };
}

function remember(
  before: ReviewState | null,
  next: Omit<ReviewState, "position" | "committed" | "recent">,
  kind: RecentReview["kind"],
  item: PositionedEvent,
  committed: number,
): ReviewState {
  const { position, appendedAt, event } = item;
  const replaced = { content: before?.content ?? null, changedAt: before?.changedAt ?? 0 };
  const kept = stillRecent(before?.recent ?? [], item, committed).map((entry) =>
    // No vote before it can come again.
    entry.position < committed ? { ...entry, replaced: null } : entry,
  );
  const votesBefore = before?.votes ?? NO_VOTES;
  const entry = { eventId: event.eventId, position, appendedAt, votesBefore, votes: next.votes, kind, replaced };
  return { ...next, position, committed, recent: [...kept, entry] };
}

/** A duplicate, or one of too many. The window is checked here: pruning depends on how the log was cut into batches. */
function isRefused(recent: readonly RecentEvent[] = [], item: PositionedEvent): boolean {
  const remembered = recent.filter((entry) => isWithinMemory(entry, item));
  return remembered.length >= MAX_REMEMBERED || remembered.some(({ eventId }) => eventId === item.event.eventId);
}

function stillRecent<Entry extends RecentEvent>(
  recent: readonly Entry[],
  item: PositionedEvent,
  committed: number,
): Entry[] {
  return recent.filter((entry) => entry.position >= committed || isWithinMemory(entry, item));
}

function isWithinMemory(entry: RecentEvent, item: PositionedEvent): boolean {
  return item.appendedAt - entry.appendedAt <= REMEMBER_MS;
}

/** An import never overwrites what is as new or newer; running one again changes nothing. */
function isOutdated(before: ReviewState | null, { event }: PositionedEvent): boolean {
  return before !== null && event.origin === "import" && before.changedAt >= event.occurredAt;
}
