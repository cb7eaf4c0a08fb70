import type { FeedTable } from "@marquee/platform/projection/feed-table.js";
import type { RatingChanges } from "@marquee/schema/events/rating-changes.js";

/** What changed in ratings: what ratingFeed and ratingAdded replay. */
export type RatingFeedStore = FeedTable<RatingChanges>;
