import type { FamilyLoader } from "@marquee/platform/aliases/family-loader.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { UserErrorModel } from "@marquee/platform/errors/user-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { AppliedPositions } from "@marquee/platform/projection/applied-positions.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ReviewPayloadModel } from "../models.js";
import type { ReviewKey } from "../rules/review-id.js";
import type { ReviewStore } from "../store/review-store.js";
import { signFeedCursor } from "./feed-cursor.js";

/** What the use cases that write stand on. */
export interface ReviewWriting {
  log: EventLog;
  store: ReviewStore;
  isReviewable(movieId: string): Promise<boolean>;
  families: FamilyLoader;
  applied: AppliedPositions;
  cursors: CursorSigner;
  clock: Clock;
  /** How long an answer waits until queries show it. */
  waitMs: number;
}

/**
 * Stores an event and answers with the review as it stands. Throws UNAVAILABLE when nothing was stored, UNKNOWN_OUTCOME when
 * the event may have been.
 */
export async function recordReviewEvent(
  { log, store, applied, cursors, waitMs }: ReviewWriting,
  review: ReviewKey,
  message: { key: string; value: string },
): Promise<ReviewPayloadModel> {
  const [appended] = await log.append(TOPICS.reviews, [message]);
  if (appended === undefined)
    throw new AppError("UNKNOWN_OUTCOME", "The log did not say where it stored this; look, or try again.");
  const { partition, position } = appended;
  const isApplied = await applied.wait(partition, position, waitMs);
  const [standing] = await store.reviewsOf([review]);
  return {
    review: standing ?? null,
    applied: isApplied,
    cursor: signFeedCursor(cursors, review.movieId, new Map([[partition, position]])),
    userErrors: [],
  };
}

export function refused(...userErrors: UserErrorModel[]): ReviewPayloadModel {
  return { review: null, applied: false, cursor: null, userErrors };
}

export function requireViewer(viewer: Viewer | null): Viewer {
  if (viewer !== null) return viewer;
  throw new AppError("UNAUTHENTICATED", "Sign in to write, delete or vote on reviews.");
}
