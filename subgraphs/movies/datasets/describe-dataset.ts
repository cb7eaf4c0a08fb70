import { bytesOf, type DatasetState } from "../rules/dataset-state.js";

/** A dataset as the answer to an upload has it: what GraphQL says of it, without the cursor. */
export function describeDataset(dataset: DatasetState) {
  return {
    id: dataset.id,
    name: dataset.id,
    kind: kindOf(dataset),
    state: dataset.state,
    bytes: bytesOf(dataset),
    files: filesOf(dataset),
    rows: dataset.rows,
    progress: dataset.progress,
    createdAt: toText(dataset.createdAt),
    startedAt: toText(dataset.startedAt),
    finishedAt: toText(dataset.finishedAt),
    error: dataset.error,
  };
}

/** By name. */
export function filesOf({ files }: DatasetState): { name: string; bytes: number; storedAt: string }[] {
  return Object.entries(files)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { bytes, storedAt }]) => ({ name, bytes, storedAt: new Date(storedAt).toISOString() }));
}

const KINDS = ["WIKIDATA", "NETFLIX", "MOVIELENS", "IMDB", "IMDB_REVIEWS", "NETFLIX_TOP10"] as const;
export type DatasetKindName = (typeof KINDS)[number];

/** Loaders say imdb-reviews, the API IMDB_REVIEWS; null for a kind that the API has no name for. */
export function kindOf({ kind }: Pick<DatasetState, "kind">): DatasetKindName | null {
  const name = kind?.toUpperCase().replaceAll("-", "_");
  return KINDS.find((known) => known === name) ?? null;
}

export function loaderKind(kind: DatasetKindName): string {
  return kind.toLowerCase().replaceAll("_", "-");
}

function toText(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
