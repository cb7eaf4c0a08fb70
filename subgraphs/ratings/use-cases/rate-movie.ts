import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import type { RateMoviePayloadModel } from "../models.js";
import { checkRatingInput } from "../rules/check-rating-input.js";
import { appendRating, type RatingCommand, type RatingWriteDependencies, refused } from "./append-rating.js";

export async function rateMovie(
  deps: RatingWriteDependencies,
  command: RatingCommand & { score: number },
): Promise<RateMoviePayloadModel> {
  const faults = checkRatingInput(command);
  if (faults.length > 0) return refused(...faults);
  const { userId, score } = command;
  return appendRating(deps, command, ({ eventId, occurredAt, movieId, movie }) => {
    const event = RatingSubmitted.create({ eventId, occurredAt, origin: "live", movieId, userId, score, movie });
    return {
      topic: RatingSubmitted.topic,
      message: RatingSubmitted.encode(event),
      expected: { movieId, userId, score, ratedAt: occurredAt },
    };
  });
}
