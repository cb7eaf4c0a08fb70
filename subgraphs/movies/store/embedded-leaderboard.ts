import type { JsonValue } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { SqliteDatabase } from "@marquee/platform/store/sqlite-database.js";
import { MAX_RANKED } from "../rules/ranking-depth.js";
import type { Leaderboard } from "./leaderboard.js";
import { movieFilterSql } from "./movie-filter-sql.js";

type Place = readonly [popularity: number, id: string, rank: number];

/** Ranked as it is asked for. A place is one by popularity and id; its rank bounds the depth. */
export function embeddedLeaderboard(database: SqliteDatabase): Leaderboard {
  return {
    async top({ genre, after, limit }) {
      const where = movieFilterSql({ genres: genre === null ? [] : [genre] });
      const [popularity, id, before] = after === null ? [null, null, 0] : toPlace(after);
      if (popularity !== null) {
        where.sql += " AND m.popularity <= ? AND (m.popularity < ? OR m.id > ?)";
        where.params.push(popularity, popularity, id);
      }
      const most = Math.min(limit, MAX_RANKED - before);
      if (most <= 0) return [];
      const sql = `SELECT m.id, m.popularity FROM movies_movies m WHERE ${where.sql}
        ORDER BY m.popularity DESC, m.id LIMIT ?`;
      const rows = await database.all<{ id: string; popularity: number }>(sql, [...where.params, most]);
      return rows.map((row, index) => ({ id: row.id, place: [row.popularity, row.id, before + index + 1] }));
    },
  };
}

function toPlace(place: JsonValue): Place {
  const [popularity, id, rank] = Array.isArray(place) ? place : [];
  if (typeof popularity === "number" && typeof id === "string" && typeof rank === "number") {
    return [popularity, id, rank];
  }
  throw new AppError("CURSOR_INVALID", "This cursor is not of this leaderboard; start again without `after`.");
}
