const MONTH_MS = 30 * 24 * 60 * 60 * 1000;

/** About the year 2093; later times, and those before 1970, share the last month and the first: there are never more than this. */
const LAST_MONTH = 1_500;

/**
 * In which partition of its movie's list a rating stands: months of 30 days, counted from 1970. It is part of the stored layout
 * and can't change without a rebuild.
 */
export function ratedMonth(ratedAt: number): number {
  return Math.min(LAST_MONTH, Math.max(0, Math.floor(ratedAt / MONTH_MS)));
}
