import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import type { ImportPhase } from "../import/import-phase.js";
import type { CatalogueRow } from "./catalogue-row.js";
import type { SampleData } from "./sample-data.js";
import { movieEvent, ratingEvents, reviewEvent, viewerEvent } from "./sample-events.js";
import { makeRatings } from "./synthetic/make-ratings.js";
import { makeReviews } from "./synthetic/make-reviews.js";

/** The sample in the order of its import: a film's ratings are appended when every film and viewer is in the log. */
export function samplePhases(sample: SampleData): ImportPhase[] {
  const { rows, viewers, seed, ratingCounts, reviewCounts } = sample;
  const row = (index: number): CatalogueRow => rows[index] as CatalogueRow;
  const ratingsOf = (index: number) => makeRatings(row(index), ratingCounts[index] ?? 0, viewers, seed);
  return [
    {
      name: "films",
      topic: TOPICS.movies,
      units: rows.length,
      rowsOf: () => 1,
      messagesOf: (index) => [MovieUpserted.encode(movieEvent(row(index)))],
    },
    {
      name: "viewers",
      topic: TOPICS.users,
      units: viewers.count,
      rowsOf: () => 1,
      messagesOf: (index) => [UserProfileChanged.encode(viewerEvent(index + 1))],
    },
    {
      name: "ratings",
      topic: TOPICS.ratings,
      units: rows.length,
      rowsOf: (index) => ratingCounts[index] ?? 0,
      messagesOf: (index) => ratingEvents(row(index), ratingsOf(index)).map(RatingsImported.encode),
    },
    {
      name: "reviews",
      topic: TOPICS.reviews,
      units: rows.length,
      rowsOf: (index) => reviewCounts[index] ?? 0,
      messagesOf: (index) => {
        const count = reviewCounts[index] ?? 0;
        if (count === 0) return [];
        const reviews = makeReviews(row(index), ratingsOf(index), count, seed);
        return reviews.map((review) => ReviewSubmitted.encode(reviewEvent(row(index), review)));
      },
    },
  ];
}
