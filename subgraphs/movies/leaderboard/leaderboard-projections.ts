import type { FollowedTopic } from "@marquee/platform/projection/follower.js";
import { createMovieProjection } from "../projection/movie-projection.js";
import { createPopularityProjection } from "../projection/popularity-projection.js";
import type { MovieRanking } from "./movie-ranking.js";

/** What keeps a ranking in memory in step with the log. `onChange`: something may stand elsewhere now. */
export function leaderboardTopics(ranking: MovieRanking, onChange: () => void): FollowedTopic[] {
  const movies = createMovieProjection({
    async fold(_partition, steps) {
      for (const { id, entry } of steps) {
        if (entry === undefined) ranking.retire(id);
        else ranking.list(id, entry.genres);
      }
      onChange();
    },
  });
  const popularity = createPopularityProjection({
    async setPopularity(scores) {
      for (const { id, score, position } of scores) ranking.rate(id, score, position);
      onChange();
    },
  });
  return [{ projection: movies }, { projection: popularity }];
}
