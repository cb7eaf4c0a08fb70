import { type CqlDatabase, type CqlValue, cql } from "@marquee/platform/store/cql-database.js";
import type { RatingModel } from "../models.js";
import { ratedMonth } from "../rules/rated-month.js";
import type { RatingPage } from "./rating-store.js";

const MONTHS_A_READ = 100;
const MONTHS = cql(
  `SELECT month FROM ratings_months WHERE movie_id = ? AND month <= ? LIMIT ${MONTHS_A_READ}`,
  ...(["text", "int"] as const),
);
const UP_TO = cql(
  "SELECT user_id, rated_at, score FROM ratings_by_movie WHERE movie_id = ? AND month = ? AND rated_at <= ? LIMIT ?",
  ...(["text", "int", "bigint", "int"] as const),
);
const TIED = cql(
  `SELECT user_id, rated_at, score FROM ratings_by_movie WHERE movie_id = ? AND month = ? AND rated_at = ? AND user_id > ?
    LIMIT ?`,
  ...(["text", "int", "bigint", "text", "int"] as const),
);

/** Months that are read at once where the first ones did not fill a page. */
const MOST_AT_ONCE = 32;

interface Row {
  user_id: string;
  rated_at: number;
  score: number;
}

/** A page on its way back in time. */
interface Reading {
  page: RatingPage;
  found: RatingModel[];
  /** Newest first, not read yet. */
  months: number[];
  /** Where the list of months goes on; null at its end. */
  monthsUpTo: number | null;
  atOnce: number;
}

/**
 * All pages go back month by month side by side: one round for the months, one for the newest of each, and where that is not enough
 * one for the next two, four and so on. Only months that have, or had, ratings are read.
 */
export async function listByMovie(database: CqlDatabase, pages: readonly RatingPage[]): Promise<RatingModel[][]> {
  const readings = pages.map((page): Reading => {
    const last = ratedMonth(page.after?.ratedAt ?? Number.MAX_SAFE_INTEGER);
    return { page, found: [], months: [], monthsUpTo: last, atOnce: 1 };
  });
  await readTied(database, readings);
  for (let open = readings.filter(isOpen); open.length > 0; open = open.filter(isOpen)) {
    await readMonths(database, open);
    await readRatings(database, open);
  }
  return readings.map(({ page, found }) => found.slice(0, page.limit));
}

function isOpen({ page, found, months, monthsUpTo }: Reading): boolean {
  return found.length < page.limit && (months.length > 0 || monthsUpTo !== null);
}

/** Others may have been given at the same time as the entry that a page goes on behind. */
async function readTied(database: CqlDatabase, readings: readonly Reading[]): Promise<void> {
  const behind = readings.flatMap((reading) => {
    const { id, limit, after } = reading.page;
    return after === null ? [] : [{ reading, values: [id, ratedMonth(after.ratedAt), after.ratedAt, after.id, limit] }];
  });
  const found = await database.allMany<Row>(
    TIED,
    behind.map(({ values }) => values),
  );
  for (const [index, rows] of found.entries()) take(behind[index]?.reading, rows);
}

async function readMonths(database: CqlDatabase, readings: readonly Reading[]): Promise<void> {
  const asking = readings.filter(({ months, monthsUpTo, atOnce }) => months.length < atOnce && monthsUpTo !== null);
  const found = await database.allMany<{ month: number }>(
    MONTHS,
    asking.map(({ page, monthsUpTo }) => [page.id, monthsUpTo ?? 0]),
  );
  asking.forEach((reading, index) => {
    const months = (found[index] ?? []).map(({ month }) => month);
    reading.months.push(...months);
    const last = months.at(-1);
    reading.monthsUpTo = last === undefined || months.length < MONTHS_A_READ ? null : last - 1;
  });
}

async function readRatings(database: CqlDatabase, readings: readonly Reading[]): Promise<void> {
  const asked: { reading: Reading; values: CqlValue[] }[] = [];
  for (const reading of readings) {
    const { id, limit, after } = reading.page;
    const upTo = after === null ? Number.MAX_SAFE_INTEGER : after.ratedAt - 1;
    for (const month of reading.months.splice(0, reading.atOnce)) {
      asked.push({ reading, values: [id, month, upTo, limit - reading.found.length] });
    }
    reading.atOnce = Math.min(2 * reading.atOnce, MOST_AT_ONCE);
  }
  const found = await database.allMany<Row>(
    UP_TO,
    asked.map(({ values }) => values),
  );
  for (const [index, rows] of found.entries()) take(asked[index]?.reading, rows);
}

function take(reading: Reading | undefined, rows: readonly Row[]): void {
  if (reading === undefined) return;
  const movieId = reading.page.id;
  for (const { user_id: userId, rated_at: ratedAt, score } of rows) {
    reading.found.push({ movieId, userId, score, ratedAt });
  }
}
