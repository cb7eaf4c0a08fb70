import type { JsonValue } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { boardName } from "../rules/board-name.js";
import { MAX_RANKED } from "../rules/ranking-depth.js";
import type { BoardSnapshot, BoardSnapshots } from "./board-snapshots.js";
import type { Leaderboard } from "./leaderboard.js";

/** Boards whose newest ranking is kept at hand; asking whether it still is the newest is cheaper than reading it. */
const MAX_AT_HAND = 100;

type Place = readonly [version: number, rank: number];

/** Answers from rankings that were made elsewhere. A place names the version of the ranking that it is in. */
export function snapshotLeaderboard(snapshots: BoardSnapshots): Leaderboard {
  const atHand = new Map<string, BoardSnapshot>();

  async function newest(board: string): Promise<BoardSnapshot | null> {
    const known = atHand.get(board);
    if (known !== undefined && (await snapshots.newestVersion(board)) === known.version) return known;
    const read = await snapshots.newest(board);
    atHand.delete(board);
    if (read !== null) atHand.set(board, read);
    for (const oldest of atHand.keys()) {
      if (atHand.size <= MAX_AT_HAND) break;
      atHand.delete(oldest);
    }
    return read;
  }

  async function ofVersion(board: string, version: number): Promise<BoardSnapshot> {
    const known = atHand.get(board);
    if (known?.version === version) return known;
    // In this order: what is replaced between the two has been put aside before.
    const found = await newest(board);
    if (found?.version === version) return found;
    const past = await snapshots.past(board, version);
    if (past !== null) return past;
    throw new AppError("CURSOR_EXPIRED", "This ranking has been replaced; start again without `after`.");
  }

  return {
    async top({ genre, after, limit }) {
      const board = boardName(genre);
      const place = after === null ? null : toPlace(after);
      if (board === null) return [];
      const ranking = place === null ? await newest(board) : await ofVersion(board, place[0]);
      if (ranking === null) return [];
      const before = place?.[1] ?? 0;
      const ids = ranking.movieIds.slice(before, Math.min(before + limit, MAX_RANKED));
      return ids.map((id, index) => ({ id, place: [ranking.version, before + index + 1] }));
    },
  };
}

function toPlace(place: JsonValue): Place {
  const [version, rank] = Array.isArray(place) ? place : [];
  if (isCount(version) && isCount(rank)) return [version, rank];
  throw new AppError("CURSOR_INVALID", "This cursor is not of this leaderboard; start again without `after`.");
}

function isCount(value: JsonValue | undefined): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
