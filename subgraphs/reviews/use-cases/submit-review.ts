import { createHash } from "node:crypto";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { findHiddenCharacters } from "@marquee/platform/text/hidden-characters.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import type { ReviewPayloadModel } from "../models.js";
import { checkReview } from "../rules/check-review.js";
import { isMovieId } from "./find-reviewable-movie.js";
import { type ReviewWriting, recordReviewEvent, refused, requireViewer } from "./record-review-event.js";

export interface SubmitReviewInput {
  movieId: string;
  text: string;
  summary?: string | null | undefined;
  containsSpoilers?: boolean | null | undefined;
  score?: number | null | undefined;
  idempotencyKey?: string | null | undefined;
}

/** Writes the viewer's review of a movie, or replaces it. */
export async function submitReview(
  writing: ReviewWriting,
  someone: Viewer | null,
  input: SubmitReviewInput,
): Promise<ReviewPayloadModel> {
  const { userId } = requireViewer(someone);
  const mistakes = [
    ...checkReview(input),
    ...findHiddenCharacters("LINE", { summary: input.summary }),
    ...findHiddenCharacters("LONG_TEXT", { text: input.text }),
  ];
  if (mistakes.length > 0) return refused(...mistakes);
  const { text, summary = null, containsSpoilers, score = null } = input;
  // What is written of a movie that was replaced is of the one that stands for it.
  const movieId = isMovieId(input.movieId) ? (await writing.families.load(input.movieId)).id : input.movieId;
  if (!(await writing.isReviewable(movieId))) {
    return refused({ code: "NOT_FOUND", field: ["input", "movieId"], message: "There is no movie with this id." });
  }
  const event = ReviewSubmitted.create({
    eventId: eventIdOf(writing, userId, { ...input, movieId }),
    occurredAt: writing.clock.now(),
    origin: "live",
    movieId,
    userId,
    review: { summary, text, containsSpoilers: containsSpoilers ?? false, score },
    importedVotes: null,
  });
  return recordReviewEvent(writing, { movieId, userId }, ReviewSubmitted.encode(event));
}

/** The same key of the same user for the same movie is the same event, however often it is sent. */
function eventIdOf({ clock }: ReviewWriting, userId: string, { movieId, idempotencyKey }: SubmitReviewInput): string {
  if (idempotencyKey == null) return uuidV7(clock);
  return `k:${createHash("sha256")
    .update(JSON.stringify([userId, movieId, idempotencyKey]))
    .digest("hex")}`;
}
