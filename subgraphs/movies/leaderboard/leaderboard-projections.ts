import type { FollowedTopic } from "@marquee/platform/projection/follower.js";
import { createMovieProjection } from "../projection/movie-projection.js";
import { createPopularityProjection } from "../projection/popularity-projection.js";
import type { MovieRanking } from "./movie-ranking.js";

/** What keeps a ranking in memory in step with the log. `onChange`: something may stand elsewhere now. */
export function leaderboardTopics(ranking: MovieRanking, onChange: () => void): FollowedTopic[] {
  const movies = createMovieProjection({
    async fold(_partition, steps) {
      for (const step of steps) {
        if (step.entry === undefined) ranking.retire(step.id, step.replacedBy);
        else ranking.list(step.id, step.entry.genres);
      }
      onChange();
    },
  });
  const popularity = createPopularityProjection({
    async setPopularity(scores) {
      for (const { id, score, position, totals } of scores) ranking.rate(id, score, position, totals);
      onChange();
    },
  });
  return [{ projection: movies }, { projection: popularity }];
}
