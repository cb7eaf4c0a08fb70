import { movieFactsOf } from "@marquee/schema/events/movie-facts.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { catalogueEntryOf } from "./catalogue-entry-of.js";
import { type CatalogueRow, externalIdOf } from "./catalogue-row.js";
import { GENERATOR_VERSION } from "./sample-data.js";
import { FIRST_RATED_AT, type MadeRating } from "./synthetic/make-ratings.js";
import type { MadeReview } from "./synthetic/make-reviews.js";
import { viewerId, viewerName } from "./synthetic/viewers.js";

/** Films and viewers were there before the first rating. */
const SAMPLE_BEGINS_AT = FIRST_RATED_AT;

const RATINGS_PER_EVENT = 500;

export function movieEvent(row: CatalogueRow): MovieUpserted {
  return MovieUpserted.create({
    eventId: eventId("m", row),
    occurredAt: SAMPLE_BEGINS_AT,
    origin: "import",
    movieId: row.id,
    movie: catalogueEntryOf(row),
  });
}

export function viewerEvent(viewer: number): UserProfileChanged {
  return UserProfileChanged.create({
    eventId: `${GENERATOR_VERSION}:u:${viewer}`,
    occurredAt: SAMPLE_BEGINS_AT,
    origin: "import",
    userId: viewerId(viewer),
    name: viewerName(viewer),
  });
}

/** The ratings of one film, oldest first, in as few events as can hold them. */
export function ratingEvents(row: CatalogueRow, ratings: readonly MadeRating[]): RatingsImported[] {
  const packs = Array.from({ length: Math.ceil(ratings.length / RATINGS_PER_EVENT) }, (_, pack) =>
    ratings.slice(pack * RATINGS_PER_EVENT, (pack + 1) * RATINGS_PER_EVENT),
  );
  return packs.map((pack, index) =>
    RatingsImported.create({
      eventId: `${eventId("p", row)}:${index}`,
      occurredAt: pack.at(-1)?.ratedAt ?? SAMPLE_BEGINS_AT,
      origin: "import",
      movieId: row.id,
      movie: movieFactsOf(catalogueEntryOf(row)),
      ratings: pack.map(({ viewer, score, ratedAt }) => ({
        eventId: `${eventId("r", row)}:${viewer}`,
        userId: viewerId(viewer),
        score,
        ratedAt,
      })),
    }),
  );
}

export function reviewEvent(row: CatalogueRow, review: MadeReview): ReviewSubmitted {
  return ReviewSubmitted.create({
    eventId: `${eventId("v", row)}:${review.rating.viewer}`,
    occurredAt: review.rating.ratedAt,
    origin: "import",
    movieId: row.id,
    userId: viewerId(review.rating.viewer),
    review: review.content,
    importedVotes: review.votes,
  });
}

/** Such as `sample-v1:r:tt0111161`. */
function eventId(kind: string, row: CatalogueRow): string {
  return `${GENERATOR_VERSION}:${kind}:${externalIdOf(row).id}`;
}
