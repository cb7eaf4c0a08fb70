import type { CqlLease } from "@marquee/platform/store/cql-lease.js";
import type { BoardSnapshots } from "./board-snapshots.js";
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
  /** Where one worker makes the leaderboard for all processes. */
  boards?: LeaderboardBoards;
}

export interface LeaderboardBoards {
  snapshots: BoardSnapshots;
  /** Whose is to make them. */
  lease: CqlLease;
}

/** What whoever folds movies writes to. */
export type MovieFoldStores = Pick<MovieStores, "catalogue" | "popularity" | "boards">;
