import type { ProjectorPlan } from "@marquee/platform/projection/start-projectors.js";
import { createMovieProjection } from "./projection/movie-projection.js";
import { createPopularityProjection } from "./projection/popularity-projection.js";
import type { MovieFoldStores } from "./store/movie-stores.js";

/** Fewer, larger commits while an import comes in. */
const LARGE_BATCHES = { maxMessages: 2000, maxBytes: 4 * 1024 * 1024 };

/** What folds the logs into the catalogue, and into the rankings where those are kept in the same store. */
export function moviesProjectorPlans(stores: Omit<MovieFoldStores, "boards">): ProjectorPlan[] {
  const { catalogue, popularity } = stores;
  const plans: ProjectorPlan[] = [{ ...LARGE_BATCHES, projection: createMovieProjection(catalogue) }];
  if (popularity !== undefined) plans.push({ projection: createPopularityProjection(popularity) });
  return plans;
}
