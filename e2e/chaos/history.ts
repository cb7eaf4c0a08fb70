// What the writers sent, and what they were told.
import { createHash } from "node:crypto";

/** acknowledged: it is in the log. refused: it is not, for certain. unknown: it may be, now or later. */
export type Outcome = "acknowledged" | "refused" | "unknown";

export interface Attempt {
  outcome: Outcome;
  /** The error's code, or what became of the connection. */
  reason: string;
  /** Of the answer. */
  eventId: string | null;
  /** Milliseconds. */
  tookMs: number;
}

/** One write of one user to one movie; each of its attempts carried the same key. */
export interface Write {
  userId: string;
  movieId: string;
  key: string;
  /** Null takes the rating back. */
  score: number | null;
}

/** What was sent to one (user, movie), one attempt after the other. */
export type PairHistory = { write: Write; attempt: Attempt }[];

export class History {
  /** By "movie user". */
  readonly pairs = new Map<string, PairHistory>();
  readonly outcomes: Record<Outcome, number> = { acknowledged: 0, refused: 0, unknown: 0 };
  readonly reasons = new Map<string, number>();
  slowestMs = 0;
  /** The longest time in which nobody was told yes. */
  longestSilenceMs = 0;
  #acknowledgedAt = performance.now();

  record(write: Write, attempt: Attempt): void {
    const pair = `${write.movieId} ${write.userId}`;
    const history = this.pairs.get(pair) ?? [];
    this.pairs.set(pair, history);
    history.push({ write, attempt });
    this.outcomes[attempt.outcome] += 1;
    if (attempt.reason !== "") this.reasons.set(attempt.reason, (this.reasons.get(attempt.reason) ?? 0) + 1);
    this.slowestMs = Math.max(this.slowestMs, attempt.tookMs);
    if (attempt.outcome !== "acknowledged") return;
    const now = performance.now();
    this.longestSilenceMs = Math.max(this.longestSilenceMs, now - this.#acknowledgedAt);
    this.#acknowledgedAt = now;
  }
}

/** The id that a write's event has in the log, whichever attempt brought it there. */
export function eventIdOf({ userId, movieId, key }: Write): string {
  return `key-${createHash("sha256")
    .update(JSON.stringify([userId, movieId, key]))
    .digest("base64url")}`;
}
