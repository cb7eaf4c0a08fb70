import { type Connection, pageSize, toConnection } from "@marquee/platform/connection/connection.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { DatasetState } from "../rules/dataset-state.js";
import { type Datasets, newestFirst } from "./follow-datasets.js";

const DEFAULT_PAGE_SIZE = 20;
const KIND = "datasets";

/** A page of datasets, newest first. Its cursors are places in that order, whether or not the dataset is still there. */
export function listDatasets(
  { datasets, cursors }: { datasets: Datasets; cursors: CursorSigner },
  request: { first?: number | null | undefined; after?: string | null | undefined },
): Connection<DatasetState> {
  const size = pageSize(request.first, DEFAULT_PAGE_SIZE);
  const after = request.after ?? null;
  const place = after === null ? null : placeOf(cursors.verify(KIND, after) as [number, string]);
  const behind = datasets.list().filter((dataset) => place === null || newestFirst(place, dataset) < 0);
  return toConnection({
    items: behind.slice(0, size + 1),
    pageSize: size,
    after,
    cursorOf: ({ createdAt, id }) => cursors.sign(KIND, [createdAt, id]),
  });
}

function placeOf([createdAt, id]: [number, string]): { createdAt: number; id: string } {
  return { createdAt, id };
}
