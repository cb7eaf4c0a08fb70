import { createHash } from "node:crypto";
import { packPositions, unpackPositions } from "@marquee/platform/cursor/packed-positions.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { FeedPosition } from "@marquee/platform/subgraph/subgraph-endpoint.js";

const KIND = "ratings";

/** Up to where a feed was delivered; with a movie, good for that movie's feeds alone. */
export interface FeedCursor {
  movieId: string | null;
  positions: readonly FeedPosition[];
  /** All names of the movie at that time, where it has several. */
  names?: Iterable<string> | null;
}

/** Positions as a list are how cursors were written before they were packed. */
type Payload = { m?: string; f?: string; p: string | FeedPosition[] };

export function signFeedCursor(cursors: CursorSigner, { movieId, positions, names }: FeedCursor): string {
  const p = packPositions(positions);
  const f = markOf(names ?? []);
  return cursors.sign(KIND, { ...(movieId !== null && { m: movieId }), ...(f !== undefined && { f }), p });
}

/** Whether a movie had the same names when the cursor was given out: figures change with them, wherever the log stands. */
export function hasNamesOf(cursors: CursorSigner, cursor: string, names: ReadonlySet<string>): boolean {
  return (cursors.verify(KIND, cursor) as unknown as Payload).f === markOf(names);
}

/** Undefined for one name, which most movies have. */
function markOf(names: Iterable<string>): string | undefined {
  const all = [...names].sort();
  return all.length < 2 ? undefined : createHash("sha256").update(all.join("\n")).digest("base64url").slice(0, 6);
}

/** Where figures that are made of several movies' are true: in a partition that several of them share, at the earliest. */
export function earliestOf(parts: readonly { partition: number; position: number }[]): FeedPosition[] {
  const earliest = new Map<number, number>();
  for (const { partition, position } of parts) {
    earliest.set(partition, Math.min(position, earliest.get(partition) ?? Number.POSITIVE_INFINITY));
  }
  return [...earliest].map(([partition, position]) => [partition, position, 0]);
}

/**
 * Where a feed over `partitions` (of one movie, or of all) goes on. Throws CURSOR_INVALID for a cursor that was not given out by
 * a feed of ratings, is another movie's, or does not say where every one of these partitions stands. `movieIds`: of all names of
 * the one movie. What was replaced after the cursor was given out is not in it: its partition is left out of the answer.
 */
export function openFeedCursor(
  cursors: CursorSigner,
  cursor: string,
  wanted: { movieIds: ReadonlySet<string> | null; partitions: readonly number[] },
): Map<number, FeedPosition> {
  const payload = cursors.verify(KIND, cursor) as unknown as Payload;
  if (payload.m !== undefined && wanted.movieIds?.has(payload.m) !== true) {
    throw new AppError("CURSOR_INVALID", "This cursor belongs to one movie's feed and is good for that movie alone.");
  }
  const positions = typeof payload.p === "string" ? unpackPositions(payload.p) : payload.p;
  const known = new Map(positions.map((position) => [position[0], position]));
  const found = wanted.partitions.map((partition) => known.get(partition)).filter((position) => position !== undefined);
  const mayLack = payload.m !== undefined && wanted.movieIds !== null && wanted.movieIds.size > 1 && found.length > 0;
  if (found.length < wanted.partitions.length && !mayLack) {
    throw new AppError("CURSOR_INVALID", "This cursor comes from a narrower feed; start without `after`.");
  }
  return new Map(found.map((position) => [position[0], position]));
}
