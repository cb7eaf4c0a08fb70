import type { NewMessage } from "@marquee/platform/event-log/event-log.js";
import { readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { RatingsWithdrawn } from "@marquee/schema/events/ratings-withdrawn.js";
import { ReviewDeleted } from "@marquee/schema/events/review-deleted.js";
import { readReviewEvent } from "@marquee/schema/events/review-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent } from "@marquee/schema/events/user-events.js";
import { UserRetired } from "@marquee/schema/events/user-retired.js";

/** What takes back an event, and how many ratings, reviews or users are gone with it. */
export interface Withdrawal {
  message: NewMessage;
  rows: number;
}

/** What takes back what a dataset brought by a message; null for messages of others. `prefix`: of its users' ids. */
export type WithdrawalOf = (value: string, prefix: string, now: number) => Withdrawal | null;

/** In this order: when a title goes, nothing of the dataset hangs on it any more. */
export const WITHDRAWALS: readonly { topic: string; of: WithdrawalOf }[] = [
  { topic: TOPICS.ratings, of: ofRatings },
  { topic: TOPICS.reviews, of: ofReview },
  { topic: TOPICS.users, of: ofUser },
];

function ofRatings(value: string, prefix: string, now: number): Withdrawal | null {
  const event = readRatingEvent(value);
  if (event.type !== "RatingsImported") return null;
  const ratings = event.ratings
    .filter(({ userId }) => userId.startsWith(prefix))
    .map(({ eventId, userId }) => ({ eventId: withdrawn(eventId), userId }));
  if (ratings.length === 0) return null;
  const { movieId, movie } = event;
  const facts = { eventId: withdrawn(event.eventId), occurredAt: now, origin: "import" as const };
  const message = RatingsWithdrawn.encode(RatingsWithdrawn.create({ ...facts, movieId, movie, ratings }));
  return { message, rows: ratings.length };
}

function ofReview(value: string, prefix: string, now: number): Withdrawal | null {
  const event = readReviewEvent(value);
  if (event.type !== "ReviewSubmitted" || !event.userId.startsWith(prefix)) return null;
  const { movieId, userId } = event;
  const facts = { eventId: withdrawn(event.eventId), occurredAt: now, origin: "import" as const };
  return { message: ReviewDeleted.encode(ReviewDeleted.create({ ...facts, movieId, userId })), rows: 1 };
}

function ofUser(value: string, prefix: string, now: number): Withdrawal | null {
  const event = readUserEvent(value);
  if (event.type !== "UserProfileChanged" || !event.userId.startsWith(prefix)) return null;
  const facts = { eventId: withdrawn(event.eventId), occurredAt: now, origin: "import" as const };
  return { message: UserRetired.encode(UserRetired.create({ ...facts, userId: event.userId })), rows: 1 };
}

/** The same each time: a withdrawal that is gone on with takes nothing back twice. */
function withdrawn(eventId: string): string {
  return `w:${eventId}`.slice(0, 300);
}
