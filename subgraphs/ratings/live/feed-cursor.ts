import { packPositions, unpackPositions } from "@marquee/platform/cursor/packed-positions.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { FeedPosition } from "@marquee/platform/subgraph/subgraph-endpoint.js";

const KIND = "ratings";

/** Up to where a feed was delivered; with a movie, good for that movie's feeds alone. */
export interface FeedCursor {
  movieId: string | null;
  positions: readonly FeedPosition[];
}

/** Positions as a list are how cursors were written before they were packed. */
type Payload = { m?: string; p: string | FeedPosition[] };

export function signFeedCursor(cursors: CursorSigner, { movieId, positions }: FeedCursor): string {
  const p = packPositions(positions);
  return cursors.sign(KIND, movieId === null ? { p } : { m: movieId, p });
}

/**
 * Where a feed over `partitions` (of one movie, or of all) goes on. Throws CURSOR_INVALID for a cursor that was not given out by
 * a feed of ratings, is another movie's, or does not say where every one of these partitions stands.
 */
export function openFeedCursor(
  cursors: CursorSigner,
  cursor: string,
  wanted: { movieId: string | null; partitions: readonly number[] },
): Map<number, FeedPosition> {
  const payload = cursors.verify(KIND, cursor) as unknown as Payload;
  if (payload.m !== undefined && payload.m !== wanted.movieId) {
    throw new AppError("CURSOR_INVALID", "This cursor belongs to one movie's feed and is good for that movie alone.");
  }
  const positions = typeof payload.p === "string" ? unpackPositions(payload.p) : payload.p;
  const known = new Map(positions.map((position) => [position[0], position]));
  return new Map(
    wanted.partitions.map((partition) => {
      const position = known.get(partition);
      if (position === undefined) {
        throw new AppError("CURSOR_INVALID", "This cursor comes from a narrower feed; start without `after`.");
      }
      return [partition, position];
    }),
  );
}
