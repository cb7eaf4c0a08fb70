import type { ReviewKey } from "../rules/review-id.js";
import type { ReviewPlace } from "./review-store.js";

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
