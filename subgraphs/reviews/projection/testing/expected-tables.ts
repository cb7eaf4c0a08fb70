// What the tables must hold, told from the pure fold.

import { firstOfEach } from "@marquee/platform/testing/project-with-crashes.js";
import { type ReviewChange, readReviewChange } from "@marquee/schema/events/review-changes.js";
import { type ListPlace, placeOf } from "../../rules/list-move.js";
import { topStep } from "../../rules/top-step.js";
import type { MovieReviewsPage } from "../../store/review-store.js";
import type { PureFold } from "./pure-fold.js";

/** What consumers make of what was published. */
export function changesIn(published: readonly string[]): ReviewChange[] {
  return firstOfEach(published.map(readReviewChange)).filter((record) => record.type !== "Progress");
}

export function standingIn(model: PureFold): number {
  return listed(model).length;
}

/** The rows of each list in Cassandra, sorted as text. */
export function listRows(model: PureFold): Record<string, object[]> {
  const reviews = listed(model);
  const inMovie = reviews.map(({ movieId, userId, place }) => ({
    movie_id: movieId,
    contains_spoilers: place.containsSpoilers,
    user_id: userId,
    created_at: place.createdAt,
    helpfulness: place.helpfulness,
    step: topStep(place),
  }));
  return {
    reviews_newest: sorted(
      inMovie.map(({ movie_id, contains_spoilers, created_at, user_id }) => {
        return { movie_id, contains_spoilers, created_at, user_id };
      }),
    ),
    reviews_top_exact: sorted(
      inMovie.flatMap(({ step, ...row }) => {
        const { movie_id, contains_spoilers, helpfulness, created_at, user_id } = row;
        return step === null ? [{ movie_id, contains_spoilers, helpfulness, created_at, user_id }] : [];
      }),
    ),
    reviews_top_stepped: sorted(
      inMovie.flatMap(({ step, ...row }) => {
        const { movie_id, contains_spoilers, helpfulness, created_at, user_id } = row;
        return step === null ? [] : [{ movie_id, contains_spoilers, step, user_id, helpfulness, created_at }];
      }),
    ),
    reviews_by_user: sorted(
      reviews.map(({ movieId, userId, place }) => {
        return { user_id: userId, created_at: place.createdAt, movie_id: movieId };
      }),
    ),
  };
}

/** Every list of every movie, in full: who must be in it, in order. */
export function shownLists(model: PureFold): { page: MovieReviewsPage; keys: string[] }[] {
  const movies = new Set(listed(model).map(({ movieId }) => movieId));
  return [...movies].flatMap((movieId) =>
    (["TOP", "NEWEST"] as const).flatMap((order) =>
      [true, false].map((includeSpoilers) => {
        const reviews = listed(model)
          .filter((review) => review.movieId === movieId && (includeSpoilers || !review.place.containsSpoilers))
          .sort((a, b) => {
            const byHelpfulness = order === "TOP" ? b.place.helpfulness - a.place.helpfulness : 0;
            return byHelpfulness || b.place.createdAt - a.place.createdAt || (a.userId < b.userId ? 1 : -1);
          });
        const page = { movieId, order, includeSpoilers, limit: 9, after: null };
        return { page, keys: reviews.map(({ userId }) => userId) };
      }),
    ),
  );
}

function listed(model: PureFold): { movieId: string; userId: string; place: ListPlace }[] {
  return [...model.reviews].flatMap(([key, { content, changedAt, votes }]) => {
    const [movieId = "", userId = ""] = key.split(" ");
    const place = placeOf(content === null ? null : { ...content, ...votes, createdAt: changedAt });
    return place === null ? [] : [{ movieId, userId, place }];
  });
}

/** By column names and values, whatever the order of either. */
export function sorted(rows: readonly object[]): object[] {
  const textOf = (row: object) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
  return [...rows].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}
