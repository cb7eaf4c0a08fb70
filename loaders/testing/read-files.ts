import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { withTemporaryFolder } from "@marquee/platform/store/testing/with-temporary-folder.js";
import { openDataset } from "../formats/open-dataset.js";
import type { OpenDataset, OpenDatasetOptions } from "../records/dataset-kind.js";
import type { LoadRecord } from "../records/load-record.js";
import type { ReadBatch, ReadStage, Reject } from "../records/read-stage.js";

export type Files = Record<string, string | Buffer>;

export interface ReadTotals {
  records: LoadRecord[];
  rejects: Reject[];
  read: number;
  taken: number;
  skipped: Record<string, number>;
  cleaned: Record<string, number>;
}

/** A folder with these files in it. */
export function withFiles<T>(files: Files, use: (folder: string) => Promise<T>): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return use(folder);
  });
}

/** Opens a folder with these files in it. */
export function withDataset<T>(
  files: Files,
  use: (dataset: OpenDataset, folder: string) => Promise<T>,
  options: Partial<OpenDatasetOptions> = {},
): Promise<T> {
  return withFiles(files, async (folder) =>
    use(await openDataset({ kind: null, paths: [folder], ...options }), folder),
  );
}

/** What the stages of a folder with these files give, one after the other. */
export function readFiles(files: Files, options: Partial<OpenDatasetOptions> = {}): Promise<ReadTotals> {
  return withDataset(
    files,
    async ({ stages }) => {
      const batches: ReadBatch[] = [];
      for (const stage of stages) batches.push(...(await batchesOf(stage)));
      return totalsOf(batches);
    },
    options,
  );
}

export async function batchesOf(stage: ReadStage, from = 0): Promise<ReadBatch[]> {
  const batches: ReadBatch[] = [];
  for await (const batch of stage.read(from)) batches.push(batch);
  return batches;
}

export function totalsOf(batches: readonly ReadBatch[]): ReadTotals {
  const sum = (key: "skipped" | "cleaned") => {
    const counts: Record<string, number> = {};
    for (const batch of batches) {
      for (const [code, count] of Object.entries(batch.counts[key])) counts[code] = (counts[code] ?? 0) + count;
    }
    return counts;
  };
  return {
    records: batches.flatMap((batch) => batch.records),
    rejects: batches.flatMap((batch) => batch.rejects),
    read: batches.reduce((total, batch) => total + batch.counts.read, 0),
    taken: batches.reduce((total, batch) => total + batch.counts.taken, 0),
    skipped: sum("skipped"),
    cleaned: sum("cleaned"),
  };
}
