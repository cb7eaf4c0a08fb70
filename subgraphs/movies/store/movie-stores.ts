import type { Catalogue } from "./catalogue.js";
import type { Leaderboard } from "./leaderboard.js";
import type { MovieIndex } from "./movie-index.js";
import type { PopularityFold } from "./popularity-fold.js";

/** Everything that the subgraph stands on; the parts may live in different engines. */
export interface MovieStores {
  catalogue: Catalogue;
  index: MovieIndex;
  leaderboard: Leaderboard;
  /** Absent where index and leaderboard follow the ratings by themselves. */
  popularity?: PopularityFold;
}
