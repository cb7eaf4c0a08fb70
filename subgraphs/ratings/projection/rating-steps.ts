import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";
import type { RatingStep } from "../rules/rating-step.js";

/** One message of the ratings topic, unpacked. */
export interface RatingMessage {
  position: number;
  appendedAt: number;
  movieId: string;
  movie: MovieFacts;
  origin: "live" | "import";
  steps: RatingStep[];
}

export function unpack(position: number, appendedAt: number, event: RatingLogEvent): RatingMessage {
  const { movieId, movie, origin } = event;
  const steps = itemsOf(event).map(({ eventId, userId, score, ratedAt }, item) => ({
    position,
    item,
    appendedAt,
    eventId,
    origin,
    movieId,
    userId,
    score,
    ratedAt,
  }));
  return { position, appendedAt, movieId, movie, origin, steps };
}

function itemsOf(event: RatingLogEvent): Pick<RatingStep, "eventId" | "userId" | "score" | "ratedAt">[] {
  const { eventId, occurredAt: ratedAt } = event;
  switch (event.type) {
    case "RatingsImported":
      return event.ratings;
    case "RatingsWithdrawn":
      return event.ratings.map((rating) => ({ ...rating, score: null, ratedAt }));
    case "RatingSubmitted":
      return [{ eventId, userId: event.userId, score: event.score, ratedAt }];
    case "RatingRemoved":
      return [{ eventId, userId: event.userId, score: null, ratedAt }];
  }
}
