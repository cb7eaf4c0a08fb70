import { eventReader } from "./define-event.js";
import { ReviewDeleted } from "./review-deleted.js";
import { ReviewSubmitted } from "./review-submitted.js";
import { ReviewVoted } from "./review-voted.js";
import { TOPICS } from "./topics.js";

/** Reads any event of marquee.reviews.v1. Throws EventUnreadable. */
export const readReviewEvent = eventReader(TOPICS.reviews, [ReviewSubmitted, ReviewDeleted, ReviewVoted]);

export type ReviewLogEvent = ReturnType<typeof readReviewEvent>;
