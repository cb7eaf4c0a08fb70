import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import { type RatingLogEvent, readRatingEvent } from "@marquee/schema/events/rating-events.js";

/** A rating as the log took it. Printed as JSON, this is a line. */
export interface TailedRating {
  movieId: string;
  title: string;
  releaseYear: number | null;
  userId: string;
  /** Null: it was taken back. */
  score: number | null;
  /** ISO 8601. */
  ratedAt: string;
  origin: "live" | "import";
  eventId: string;
  partition: number;
  position: number;
}

/** Those of one message, in order. Throws EventUnreadable. */
export function ratingsOf({ value, partition, position }: LogMessage): TailedRating[] {
  const event = readRatingEvent(value);
  const { movieId, origin, movie } = event;
  return scoresOf(event).map(({ userId, score, ratedAt, eventId }) => ({
    movieId,
    title: movie.title,
    releaseYear: movie.releaseYear,
    userId,
    score,
    ratedAt: new Date(ratedAt).toISOString(),
    origin,
    eventId,
    partition,
    position,
  }));
}

interface Given {
  userId: string;
  score: number | null;
  ratedAt: number;
  eventId: string;
}

function scoresOf(event: RatingLogEvent): Given[] {
  if (event.type === "RatingsImported") return event.ratings;
  if (event.type === "RatingsWithdrawn") {
    return event.ratings.map((rating) => ({ ...rating, score: null, ratedAt: event.occurredAt }));
  }
  const { userId, occurredAt, eventId } = event;
  return [{ userId, score: event.type === "RatingRemoved" ? null : event.score, ratedAt: occurredAt, eventId }];
}

/** For a person at a terminal, whatever is in the title. */
export function toLine({ title, releaseYear, userId, score, ratedAt, origin }: TailedRating): string {
  const movie = releaseYear === null ? title : `${title} (${releaseYear})`;
  const given = score === null ? "   –" : `${String(score).padStart(2)}/10`;
  const line = `${ratedAt}  ${given.padEnd(5)}  ${movie}  by ${userId}${origin === "import" ? "  (import)" : ""}`;
  return line.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, "\uFFFD");
}
