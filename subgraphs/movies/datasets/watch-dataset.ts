import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { FeedItem } from "@marquee/platform/subgraph/feed-item.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { DatasetState } from "../rules/dataset-state.js";
import type { Datasets } from "./follow-datasets.js";
import { requireAdmin } from "./require-admin.js";

export interface WatchingServices {
  datasets: Datasets;
  cursors: CursorSigner;
  /** Ends every feed when the subgraph ends. */
  closing: AbortSignal;
}

export interface WatchRequest {
  id: string;
  /** With it the first item comes only once something has changed since. */
  after: string | null;
  viewer: Viewer | null;
  signal: AbortSignal;
}

/** A cursor may come from a process that is a moment ahead. */
const KNOWN_IN_MS = 2_000;

/**
 * A dataset as it is, then after every change; a slow reader gets the latest. Throws UNAUTHENTICATED, FORBIDDEN, NOT_FOUND and
 * CURSOR_INVALID.
 */
export async function* watchDataset(
  { datasets, cursors, closing }: WatchingServices,
  { id, after, viewer, signal }: WatchRequest,
): AsyncGenerator<FeedItem<DatasetState>> {
  requireAdmin(viewer);
  const seen = after === null ? null : readCursor(cursors, id, after);
  if (seen !== null && !(await datasets.shows(seen, KNOWN_IN_MS))) {
    throw new AppError("CURSOR_INVALID", "This cursor lies ahead of all that has happened; start without `after`.");
  }
  // One place, not a queue: what a slow reader has not fetched is replaced.
  let latest = datasets.find(id);
  if (latest === null || (seen === null && latest.state === "DELETED")) {
    throw new AppError("NOT_FOUND", "There is no dataset with this id.");
  }
  let told = seen?.position ?? -1;
  let wake: () => void = () => {};
  const stop = datasets.listen((dataset) => {
    if (dataset.id !== id) return;
    latest = dataset;
    wake();
  });
  const ended = AbortSignal.any([signal, closing]);
  const onAbort = () => wake();
  ended.addEventListener("abort", onAbort);
  try {
    while (!ended.aborted) {
      if (latest.position > told) {
        told = latest.position;
        yield {
          payload: latest,
          feed: { cursor: signCursor(cursors, latest), positions: [positionOf(latest)], live: true },
        };
        continue;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
        if ((latest?.position ?? -1) > told || ended.aborted) resolve();
      });
    }
  } finally {
    stop();
    ended.removeEventListener("abort", onAbort);
  }
}

const KIND = "dataset";

export function signCursor(cursors: CursorSigner, { id, partition, position }: DatasetState): string {
  return cursors.sign(KIND, [id, partition, position]);
}

function readCursor(cursors: CursorSigner, id: string, cursor: string): { partition: number; position: number } {
  const [of, partition, position] = cursors.verify(KIND, cursor) as [string, number, number];
  if (of === id) return { partition, position };
  throw new AppError("CURSOR_INVALID", "This cursor belongs to another dataset.");
}

function positionOf({ partition, position }: DatasetState) {
  return [partition, position, 0] as const;
}
