import { type CqlDatabase, cql } from "@marquee/platform/store/cql-database.js";
import { stepOf } from "../rules/top-step.js";
import { byHelpfulness, type ListEntry } from "./list-entry.js";
import type { ReviewPlace } from "./review-store.js";

interface ExactRow {
  user_id: string;
  helpfulness: number;
  created_at: number;
}

interface SteppedRow extends ExactRow {
  step: number;
}

const EXACT = cql(
  `SELECT user_id, helpfulness, created_at FROM reviews_top_exact WHERE movie_id = ? AND contains_spoilers = ?
    AND (helpfulness, created_at, user_id) < (?, ?, ?) AND (helpfulness) >= (?) LIMIT ?`,
  ...(["text", "boolean", "double", "bigint", "text", "double", "int"] as const),
);
const STEPPED = cql(
  `SELECT step, user_id, helpfulness, created_at FROM reviews_top_stepped WHERE movie_id = ? AND contains_spoilers = ?
    AND (step, user_id) < (?, ?) LIMIT ?`,
  ...(["text", "boolean", "int", "text", "int"] as const),
);

/** Read beyond the page, so that the step in which it ends is mostly whole. */
const MORE_ROWS = 50;
const MAX_ROWS = 2_000;

export interface TopReviews {
  movieId: string;
  includeSpoilers: boolean;
  after: ReviewPlace;
  limit: number;
}

/** The most helpful reviews behind a place; fewer than asked for only at the end. */
export async function readTopReviews(cassandra: CqlDatabase, asked: TopReviews): Promise<ListEntry[]> {
  const { movieId, includeSpoilers, after, limit } = asked;
  const kinds = includeSpoilers ? [false, true] : [false];
  const readStepped = kinds.map((spoilers) => steppedBehind(cassandra, asked, spoilers));
  const stepped = (await Promise.all(readStepped)).flat().sort(byHelpfulness).slice(0, limit);
  // Many of those with many votes have left tombstones among those with few: no further down than can matter.
  const least = stepped.length < limit ? 0 : (stepped.at(-1)?.place.helpfulness ?? 0);
  const exact = await cassandra.allMany<ExactRow>(
    EXACT,
    kinds.map((spoilers) => [movieId, spoilers, after.helpfulness, after.createdAt, after.id, least, limit]),
  );
  const entries = exact.flat().map((row) => toEntry(movieId, row));
  return [...stepped, ...entries].sort(byHelpfulness).slice(0, limit);
}

/** Whole steps, from that of `after` on, until there are enough; without what is not behind `after`. Not sorted. */
async function steppedBehind(
  cassandra: CqlDatabase,
  { movieId, after, limit }: TopReviews,
  spoilers: boolean,
): Promise<ListEntry[]> {
  const beforeAll: ListEntry = { movieId, userId: after.id, place: after };
  const found: { step: number; entry: ListEntry }[] = [];
  let behind = { step: stepOf(after.helpfulness) + 1, user_id: "" };
  for (let size = limit + MORE_ROWS; ; size = Math.min(2 * size, MAX_ROWS)) {
    const values = [movieId, spoilers, behind.step, behind.user_id, size];
    const rows = await cassandra.all<SteppedRow>(STEPPED, values);
    for (const row of rows) {
      const entry = toEntry(movieId, row);
      if (byHelpfulness(beforeAll, entry) < 0) found.push({ step: row.step, entry });
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return found.map(({ entry }) => entry);
    const whole = found.filter(({ step }) => step > last.step);
    if (whole.length >= limit) return whole.map(({ entry }) => entry);
    behind = last;
  }
}

function toEntry(movieId: string, { user_id, helpfulness, created_at }: ExactRow): ListEntry {
  return { movieId, userId: user_id, place: { helpfulness, createdAt: created_at, id: user_id } };
}
