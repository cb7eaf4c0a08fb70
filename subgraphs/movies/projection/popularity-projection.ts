import type { Projection } from "@marquee/platform/projection/projection.js";
import { readRatingChanges } from "@marquee/schema/events/rating-changes.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { popularityScore } from "../rules/popularity-score.js";
import type { MoviePopularity, PopularityFold } from "../store/popularity-fold.js";

type RatingChangeRecord = ReturnType<typeof readRatingChanges>;

/** Follows marquee.rating-changes.v1 for what topMovies and search rank by: one write a movie and batch. */
export function createPopularityProjection(popularity: PopularityFold): Projection<RatingChangeRecord> {
  return {
    name: "movies-popularity",
    topic: TOPICS.ratingChanges,
    parse: (message) => readRatingChanges(message.value),
    async apply({ events }) {
      const scores = new Map<string, MoviePopularity>();
      for (const { event } of events) {
        if (event.type === "Progress") continue;
        const { movieId: id, position, totals } = event;
        // Changes may be published twice after a crash; an older one must not win.
        if ((scores.get(id)?.position ?? -1) < position)
          scores.set(id, {
            id,
            score: popularityScore(totals),
            totals: { count: totals.count, sum: totals.sum },
            position,
          });
      }
      await popularity.setPopularity([...scores.values()]);
      return [];
    },
  };
}
