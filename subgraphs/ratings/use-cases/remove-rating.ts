import { createHash } from "node:crypto";
import { RatingRemoved } from "@marquee/schema/events/rating-removed.js";
import type { RateMoviePayloadModel } from "../models.js";
import { checkRatingInput } from "../rules/check-rating-input.js";
import { appendRating, type RatingCommand, type RatingWriteDependencies, refused } from "./append-rating.js";
import type { RateableMovie } from "./find-rateable-movie.js";

/**
 * Taking back what is not there is no error: the outcome is what was asked for. What the user gave to movies that this one stands for
 * goes first, so that nothing older comes to light.
 */
export async function removeRating(
  deps: RatingWriteDependencies,
  command: RatingCommand,
): Promise<RateMoviePayloadModel> {
  const faults = checkRatingInput(command);
  if (faults.length > 0) return refused(...faults);
  const { userId } = command;
  const movie = await deps.findMovie(command.movieId);
  if (movie !== null && movie.others.length > 0) await removeFromOthers(deps, userId, movie);
  return appendRating(deps, command, ({ eventId, occurredAt, movieId, movie }) => {
    const event = RatingRemoved.create({ eventId, occurredAt, origin: "live", movieId, userId, movie });
    return { topic: RatingRemoved.topic, message: RatingRemoved.encode(event), expected: null };
  });
}

async function removeFromOthers(
  { log, clock, ratings, applied, appliedTimeoutMs }: RatingWriteDependencies,
  userId: string,
  { others, facts }: RateableMovie,
): Promise<void> {
  const standing = await ratings.ratingsOf(others.map((movieId) => ({ movieId, userId })));
  const messages = standing.flatMap((rating) => {
    if (rating === null) return [];
    const { movieId, ratedAt } = rating;
    // Sent again it is the same: the rating that is taken back says which.
    const eventId = `replaced-${createHash("sha256")
      .update(JSON.stringify([userId, movieId, ratedAt]))
      .digest("base64url")}`;
    const occurredAt = clock.now();
    return [
      RatingRemoved.encode(
        RatingRemoved.create({ eventId, occurredAt, origin: "live", movieId, userId, movie: facts }),
      ),
    ];
  });
  if (messages.length === 0) return;
  const places = await log.append(RatingRemoved.topic, messages);
  await Promise.all(places.map(({ partition, position }) => applied.wait(partition, position, appliedTimeoutMs)));
}
