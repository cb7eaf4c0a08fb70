import type { ReviewFoldStore } from "../../store/review-fold-store.js";

/** The store of a member that waits before it writes what it has read and decided. */
export function writingAfter(store: ReviewFoldStore, ready: () => Promise<void>): ReviewFoldStore {
  return {
    load: (request) => store.load(request),
    async writeReviews(reviews) {
      await ready();
      await store.writeReviews(reviews);
    },
    async writeFollowers(followers) {
      await ready();
      await store.writeFollowers(followers);
    },
  };
}
