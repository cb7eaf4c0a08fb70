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
  const items =
    event.type === "RatingsImported"
      ? event.ratings
      : [
          {
            eventId: event.eventId,
            userId: event.userId,
            score: event.type === "RatingSubmitted" ? event.score : null,
            ratedAt: event.occurredAt,
          },
        ];
  const steps = items.map(({ eventId, userId, score, ratedAt }, item) => ({
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
