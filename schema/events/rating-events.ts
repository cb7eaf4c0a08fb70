import { eventReader } from "./define-event.js";
import { RatingRemoved } from "./rating-removed.js";
import { RatingSubmitted } from "./rating-submitted.js";
import { RatingsImported } from "./ratings-imported.js";
import { RatingsWithdrawn } from "./ratings-withdrawn.js";
import { TOPICS } from "./topics.js";

/** Reads any event of marquee.ratings.v1. Throws EventUnreadable. */
export const readRatingEvent = eventReader(TOPICS.ratings, [
  RatingSubmitted,
  RatingRemoved,
  RatingsImported,
  RatingsWithdrawn,
]);

export type RatingLogEvent = ReturnType<typeof readRatingEvent>;
