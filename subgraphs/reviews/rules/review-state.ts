/** What the log says of one review: the rows of the partition (movie, author), and the events that change them. */

export interface ReviewContent {
  summary: string | null;
  text: string;
  containsSpoilers: boolean;
  score: number | null;
}

export interface Votes {
  up: number;
  total: number;
}

/** A review as it stood at some position of the log. */
export type StandingReview = ReviewContent & Votes & { createdAt: number };

/** The state row. */
export interface ReviewState {
  /** Null when the review was deleted. */
  content: ReviewContent | null;
  /** When the content was submitted, or the review deleted; milliseconds since 1970. */
  changedAt: number;
  /** Imported ones included. */
  votes: Votes;
  importedVotes: Votes;
  /** Votes up to this position fell with a review that was deleted. */
  votesSince: number;
  /** Of the event that was accepted last. */
  position: number;
  /** Of the batch in which that was: what happened before is no longer remembered in full. */
  committed: number;
  recent: readonly RecentReview[];
}

/** A submission or deletion accepted lately. */
export interface RecentReview extends RecentEvent {
  kind: "ADDED" | "REPLACED" | "DELETED";
  /** What stood before, for as long as votes on it may come again; else null. */
  replaced: { content: ReviewContent | null; changedAt: number } | null;
}

/** A voter's row. */
export interface VoterRow {
  helpful: boolean;
  /** Of the vote that was accepted last. */
  position: number;
  recent: readonly RecentEvent[];
}

/** What duplicates are recognised by and what a repeated batch is rebuilt from. */
export interface RecentEvent {
  eventId: string;
  position: number;
  /** By the log's clock. */
  appendedAt: number;
  /** The review's votes right before it, and right after. */
  votesBefore: Votes;
  votes: Votes;
}

export interface ReviewPartition {
  /** Null when nothing was ever accepted. */
  state: ReviewState | null;
  /** Rows of the voters that the batch names; whoever never voted has none. */
  voters: ReadonlyMap<string, VoterRow>;
}

export type ReviewEvent = {
  eventId: string;
  /** Milliseconds since 1970. */
  occurredAt: number;
  origin: "live" | "import";
  movieId: string;
  userId: string;
} & (
  | { type: "ReviewSubmitted"; review: ReviewContent; importedVotes: Votes | null }
  | { type: "ReviewDeleted" }
  | { type: "ReviewVoted"; voterId: string; helpful: boolean }
);

export interface PositionedEvent {
  position: number;
  appendedAt: number;
  event: ReviewEvent;
}
