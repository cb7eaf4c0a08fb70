import { type ChangeKind, changeKind } from "./change-kind.js";

/** Looks only at what the event carries, so that it says the same live, replayed and on every replica. */
export interface FeedFilter {
  movieId: string | null;
  userId: string | null;
  /** Upper and lower case do not matter. */
  genre: string | null;
  includeImports: boolean;
  kinds: readonly ChangeKind[];
}

export interface FilteredRecord {
  movieId: string;
  genres: readonly string[];
  origin: "live" | "import";
}

/** `movieIds`: all names of the movie that is asked for; null where every movie is. */
export function passesRecord(
  filter: FeedFilter,
  record: FilteredRecord,
  movieIds: ReadonlySet<string> | null,
): boolean {
  if (movieIds !== null && !movieIds.has(record.movieId)) return false;
  if (record.origin === "import" && !filter.includeImports) return false;
  const genre = filter.genre?.toLowerCase();
  return genre === undefined || record.genres.some((candidate) => candidate.toLowerCase() === genre);
}

export function passesChange(
  filter: FeedFilter,
  change: { userId: string; score: number | null; previousScore: number | null },
): boolean {
  if (filter.userId !== null && change.userId !== filter.userId) return false;
  return filter.kinds.includes(changeKind(change));
}
