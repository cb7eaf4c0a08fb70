import { RatingRemoved } from "@marquee/schema/events/rating-removed.js";
import type { RateMoviePayloadModel } from "../models.js";
import { checkRatingInput } from "../rules/check-rating-input.js";
import { appendRating, type RatingCommand, type RatingWriteDependencies, refused } from "./append-rating.js";

/** Taking back what is not there is no error: the outcome is what was asked for. */
export async function removeRating(
  deps: RatingWriteDependencies,
  command: RatingCommand,
): Promise<RateMoviePayloadModel> {
  const faults = checkRatingInput(command);
  if (faults.length > 0) return refused(...faults);
  const { movieId, userId } = command;
  return appendRating(deps, command, ({ eventId, occurredAt, movie }) => {
    const event = RatingRemoved.create({ eventId, occurredAt, origin: "live", movieId, userId, movie });
    return { topic: RatingRemoved.topic, message: RatingRemoved.encode(event), expected: null };
  });
}
