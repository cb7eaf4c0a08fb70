import { AppError } from "@marquee/platform/errors/app-error.js";
import type { AppliedPositions } from "@marquee/platform/projection/applied-positions.js";
import type { FeedPosition } from "@marquee/platform/subgraph/subgraph-endpoint.js";

const WAIT_MS = 2_000;

/**
 * A cursor may come from a replica that is a moment ahead of this one: it is waited for. One that stays ahead was never given
 * out by this log: CURSOR_INVALID, never a silent jump.
 */
export async function waitUntilKnown(applied: AppliedPositions, positions: Iterable<FeedPosition>): Promise<void> {
  const reached = await Promise.all(
    [...positions].map(([partition, position]) => applied.wait(partition, position, WAIT_MS)),
  );
  if (reached.includes(false)) {
    throw new AppError(
      "CURSOR_INVALID",
      "This cursor lies ahead of everything that has happened; start without `after`.",
    );
  }
}
