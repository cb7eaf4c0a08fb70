// The leaderboard as a cluster has it: a worker that follows a log, snapshots in Cassandra, and whoever reads them.

import { openEmbeddedEventLog } from "@marquee/platform/event-log/embedded-event-log.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { CqlLease } from "@marquee/platform/store/cql-lease.js";
import { openTestCassandra } from "@marquee/platform/testing/cassandra-test-database.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { createRecordingLogger } from "@marquee/platform/testing/recording-logger.js";
import { openTempDatabase, type TempDatabase } from "@marquee/platform/testing/temp-database.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { inject } from "vitest";
import { type LeaderboardWorker, startLeaderboardWorker } from "../leaderboard/start-leaderboard-worker.js";
import { appendRatings, appendSteps } from "../testing/movie-log.js";
import { cassandraBoardSnapshots } from "./cassandra-board-snapshots.js";
import { leaderboardContract } from "./leaderboard.contract.js";
import { snapshotLeaderboard } from "./snapshot-leaderboard.js";

leaderboardContract("snapshot-leaderboard", async () => {
  const cassandra = await openTestCassandra(inject("cassandra"), [readTableMigrations("movies")]);
  const { database } = cassandra;
  const snapshots = cassandraBoardSnapshots(database);
  let position = 0;
  let opened: { messages: TempDatabase; log: EventLog; worker: LeaderboardWorker } | undefined;

  const close = async () => {
    await opened?.worker.close();
    await opened?.log.close();
    await opened?.messages.close();
  };
  const running = () => {
    if (opened === undefined) throw new Error("It is opened by empty().");
    return opened;
  };
  return {
    leaderboard: snapshotLeaderboard(snapshots),
    async fold(steps) {
      await appendSteps(running().log, steps);
      await running().worker.caughtUp();
    },
    async rate(...ratings) {
      const rated = ratings.map(([id, count, sum]) => ({ id, count, sum, position: ++position }));
      await appendRatings(running().log, rated);
      await running().worker.caughtUp();
    },
    async empty() {
      await close();
      const messages = await openTempDatabase();
      const log = await openEmbeddedEventLog({ database: messages.database, partitions: 2, clock: new FixedClock() });
      const lease = new CqlLease({ database, table: "movies_leases", name: "leaderboard", seconds: 60 });
      const logger = createRecordingLogger();
      // It takes over what the one before has left, and finds none of it in its log.
      const worker = await startLeaderboardWorker({ log, snapshots, lease, logger, everyMs: 5 });
      opened = { messages, log, worker };
      await worker.caughtUp();
    },
    async close() {
      await close();
      await cassandra.close();
    },
  };
});
