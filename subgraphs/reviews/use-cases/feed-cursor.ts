import { packPositions, unpackPositions } from "@marquee/platform/cursor/packed-positions.js";
import type { CursorSigner, JsonValue } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";

/** Positions in marquee.reviews.v1 by partition, good for the feed of one movie (null: of all). */
export function signFeedCursor(
  cursors: CursorSigner,
  movieId: string | null,
  positions: ReadonlyMap<number, number>,
): string {
  return cursors.sign(
    kindOf(movieId),
    packPositions([...positions].map(([partition, position]) => [partition, position, 0])),
  );
}

/** Throws CURSOR_INVALID for a cursor of another feed. `movieIds`: all names of the one movie, whose cursors are good for each other. */
export function readFeedCursor(
  cursors: CursorSigner,
  movieIds: ReadonlySet<string> | null,
  cursor: string,
): Map<number, number> {
  const payload = verify(cursors, movieIds === null ? [null] : [...movieIds], cursor);
  if (typeof payload === "string") {
    return new Map(unpackPositions(payload).map(([partition, position]) => [partition, position]));
  }
  // As they were written before they were packed.
  if (Array.isArray(payload) && payload.every(isPosition)) return new Map(payload);
  throw new AppError("CURSOR_INVALID", "This cursor is of an older form; start again without it.");
}

function verify(cursors: CursorSigner, [movieId = null, ...others]: readonly (string | null)[], cursor: string) {
  try {
    return cursors.verify(kindOf(movieId), cursor);
  } catch (error) {
    if (others.length === 0) throw error;
    return verify(cursors, others, cursor);
  }
}

function kindOf(movieId: string | null): string {
  return movieId === null ? "reviews" : `reviews:${movieId}`;
}

function isPosition(entry: JsonValue): entry is [number, number] {
  return Array.isArray(entry) && Number.isSafeInteger(entry[0]) && Number.isSafeInteger(entry[1]);
}
