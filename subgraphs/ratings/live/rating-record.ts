import type { readRatingChanges } from "@marquee/schema/events/rating-changes.js";

/** A record of marquee.rating-changes.v1: changes, or progress. */
export type RatingRecord = ReturnType<typeof readRatingChanges>;
