import type { ReviewKey } from "../rules/review-id.js";
import type { ListedReviewModel, MovieReviewsPage, ReviewPlace } from "./review-store.js";

/** A row of a list of reviews; the review itself is kept elsewhere. */
export interface ListEntry extends ReviewKey {
  place: ReviewPlace;
}

/** Before everything: no review is more helpful than 1. */
export const START: ReviewPlace = { helpfulness: 2, createdAt: Number.MAX_SAFE_INTEGER, id: "" };

/** Sorts by helpfulness, then newest, then the last id. */
export function byHelpfulness(a: ListEntry, b: ListEntry): number {
  return b.place.helpfulness - a.place.helpfulness || byTime(a, b);
}

/** Sorts newest first, then the last id. */
export function byTime(a: ListEntry, b: ListEntry): number {
  return b.place.createdAt - a.place.createdAt || compareTexts(b.place.id, a.place.id);
}

/** As the tables sort texts: by their bytes, which JavaScript does not. */
function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * The lists of several movies that turned out to be one as one list. Of an author whose reviews of two of them stand in the very same
 * place one is shown, the first list's.
 */
export function mergeReviewLists(
  lists: readonly (readonly ListedReviewModel[])[],
  { order, limit }: Pick<MovieReviewsPage, "order" | "limit">,
): ListedReviewModel[] {
  const places = new Map<string, ListedReviewModel>();
  for (const review of lists.flat()) {
    const { helpfulness, createdAt, id } = review.place;
    const place = JSON.stringify([order === "TOP" ? helpfulness : 0, createdAt, id]);
    if (!places.has(place)) places.set(place, review);
  }
  return [...places.values()].sort(order === "TOP" ? byHelpfulness : byTime).slice(0, limit);
}
