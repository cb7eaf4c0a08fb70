import type { CqlDatabase } from "@marquee/platform/store/cql-database.js";
import { CqlLease } from "@marquee/platform/store/cql-lease.js";
import { cassandraBoardSnapshots } from "./cassandra-board-snapshots.js";
import { cassandraCatalogue } from "./cassandra-catalogue.js";
import type { MovieStores } from "./movie-stores.js";
import { snapshotLeaderboard } from "./snapshot-leaderboard.js";

/** How long the boards may stand still when the worker that makes them is killed. */
const LEASE_SECONDS = 5;

/** All but the index, which each process that serves keeps for itself. `folded`: of what is folded from the log. */
export function openCassandraMovieStores(folded: CqlDatabase): Omit<Required<MovieStores>, "index" | "popularity"> {
  const snapshots = cassandraBoardSnapshots(folded);
  const lease = new CqlLease({
    ...{ database: folded, table: "movies_leases", name: "leaderboard" },
    seconds: LEASE_SECONDS,
  });
  return {
    catalogue: cassandraCatalogue(folded),
    leaderboard: snapshotLeaderboard(snapshots),
    boards: { snapshots, lease },
  };
}
