import { type CqlDatabase, cql, foldedCql } from "@marquee/platform/store/cql-database.js";
import type { BoardSnapshot, BoardSnapshots } from "./board-snapshots.js";

export const PAST_KEPT_SECONDS = 10 * 60;

interface SnapshotRow {
  board: string;
  version: number;
  movie_ids: string[];
}

const NEWEST = cql("SELECT board, version, movie_ids FROM movies_leaderboard WHERE board = ?", "text");
const NEWEST_VERSION = cql("SELECT version FROM movies_leaderboard WHERE board = ?", "text");
const PAST = cql(
  "SELECT board, version, movie_ids FROM movies_leaderboard_past WHERE board = ? AND version = ?",
  ...(["text", "bigint"] as const),
);
const BOARDS = cql("SELECT board FROM movies_leaderboard");
const PUT = foldedCql(
  "INSERT INTO movies_leaderboard (board, version, movie_ids) VALUES (?, ?, ?) USING TIMESTAMP ?",
  ...(["text", "bigint", "list<text>", "bigint"] as const),
);
const KEEP = foldedCql(
  "INSERT INTO movies_leaderboard_past (board, version, movie_ids) VALUES (?, ?, ?) USING TTL ? AND TIMESTAMP ?",
  ...(["text", "bigint", "list<text>", "int", "bigint"] as const),
);

/** Tables: schema/tables/movies. A version is its own timestamp, so an earlier one loses, whenever it lands. */
export function cassandraBoardSnapshots(
  database: CqlDatabase,
  { pastKeptSeconds = PAST_KEPT_SECONDS }: { pastKeptSeconds?: number } = {},
): BoardSnapshots {
  const one = ([row]: SnapshotRow[]) => (row === undefined ? null : toSnapshot(row));
  return {
    newest: async (board) => one(await database.all<SnapshotRow>(NEWEST, [board])),
    async newestVersion(board) {
      const [row] = await database.all<{ version: number }>(NEWEST_VERSION, [board]);
      return row?.version ?? null;
    },
    past: async (board, version) => one(await database.all<SnapshotRow>(PAST, [board, version])),
    async *boards() {
      for await (const rows of database.scan<{ board: string }>(BOARDS, [])) yield rows.map(({ board }) => board);
    },
    async keep(snapshots) {
      await database.write(
        snapshots.map(({ board, version, movieIds }) => [
          { statement: KEEP, values: [board, version, movieIds, pastKeptSeconds, version] },
        ]),
      );
    },
    async put(snapshots) {
      await database.write(
        snapshots.map(({ board, version, movieIds }) => [
          { statement: PUT, values: [board, version, movieIds, version] },
        ]),
      );
    },
  };
}

function toSnapshot({ board, version, movie_ids }: SnapshotRow): BoardSnapshot {
  return { board, version, movieIds: movie_ids };
}
