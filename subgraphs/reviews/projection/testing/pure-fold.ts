import type { ReviewChange } from "@marquee/schema/events/review-changes.js";
import type { ReviewLogEvent } from "@marquee/schema/events/review-events.js";
import type { ReviewContent, Votes } from "../../rules/review-state.js";
import type { GeneratedMessage } from "./generated-log.js";

export interface PureReview {
  content: ReviewContent | null;
  changedAt: number;
  votes: Votes;
}

export interface PureFold {
  /** By "movie author". */
  reviews: Map<string, PureReview>;
  changes: ReviewChange[];
}

interface Kept {
  content: ReviewContent | null;
  changedAt: number;
  imported: Votes;
  /** What each voter said since the review was last deleted. */
  voices: Map<string, boolean>;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the log means, one message after the other, written as plainly as it can be: the model that projectors are held against. */
export function pureFold(log: readonly GeneratedMessage[]): PureFold {
  const kept = new Map<string, Kept>();
  const accepted = new Map<string, { eventId: string; appendedAt: number }[]>();
  const changes: ReviewChange[] = [];
  for (const { position, appendedAt, event } of log) {
    if (event === null) continue;
    const key = `${event.movieId} ${event.userId}`;
    const memory = event.type === "ReviewVoted" ? `${key} ${event.voterId}` : key;
    const earlier = accepted.get(memory) ?? [];
    if (earlier.some((other) => other.eventId === event.eventId && appendedAt - other.appendedAt <= DAY_MS)) continue;
    const before = kept.get(key);
    const kind = effectOf(before, event);
    if (kind === null) continue;
    accepted.set(memory, [...earlier, { eventId: event.eventId, appendedAt }]);
    const after = withEffect(before, event);
    kept.set(key, after);
    const { eventId, origin, movieId, userId } = event;
    const review = after.content === null ? null : { ...after.content, ...votesOf(after), createdAt: after.changedAt };
    changes.push({ type: "ReviewChange", version: 1, position, eventId, origin, kind, movieId, userId, review });
  }
  const reviews = [...kept].map(([key, review]): [string, PureReview] => [
    key,
    { content: review.content, changedAt: review.changedAt, votes: votesOf(review) },
  ]);
  return { reviews: new Map(reviews), changes };
}

function effectOf(before: Kept | undefined, event: ReviewLogEvent): ReviewChange["kind"] | null {
  const stands = before !== undefined && before.content !== null;
  const outdated = before !== undefined && event.origin === "import" && before.changedAt >= event.occurredAt;
  if (event.type === "ReviewSubmitted") return outdated ? null : stands ? "REPLACED" : "ADDED";
  if (event.type === "ReviewDeleted") return stands ? "DELETED" : null;
  if (!stands || event.voterId === event.userId || before.voices.get(event.voterId) === event.helpful) return null;
  return "VOTED";
}

function withEffect(before: Kept | undefined, event: ReviewLogEvent): Kept {
  const imported = before?.imported ?? { up: 0, total: 0 };
  const voices = new Map(before?.voices);
  if (event.type === "ReviewSubmitted") {
    return {
      content: event.review,
      changedAt: event.occurredAt,
      imported: event.importedVotes ?? imported,
      voices,
    };
  }
  if (event.type === "ReviewDeleted" || before === undefined) {
    const withdrawn = event.origin === "import";
    const changedAt = withdrawn ? Number.MIN_SAFE_INTEGER : event.occurredAt;
    return { content: null, changedAt, imported: { up: 0, total: 0 }, voices: new Map() };
  }
  return { ...before, voices: voices.set(event.voterId, event.helpful) };
}

function votesOf({ imported, voices }: Kept): Votes {
  const up = [...voices.values()].filter((helpful) => helpful).length;
  return { up: imported.up + up, total: imported.total + voices.size };
}
