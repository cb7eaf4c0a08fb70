import type { FeedTable } from "@marquee/platform/projection/feed-table.js";
import type { ReviewChange } from "@marquee/schema/events/review-changes.js";

/** What reviewAdded tells of. */
export type ReviewFeedStore = FeedTable<ReviewChange>;
