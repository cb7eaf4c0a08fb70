import type { ImportCheckpoint, ImportCheckpoints } from "../checkpoints/import-checkpoints.js";

export interface ArrayImportCheckpoints extends ImportCheckpoints {
  /** Every checkpoint saved, oldest first. */
  readonly saved: ImportCheckpoint[];
}

/** Checkpoints of one import, in an array. */
export function createArrayImportCheckpoints(): ArrayImportCheckpoints {
  const saved: ImportCheckpoint[] = [];
  return {
    saved,
    load: async () => saved.at(-1) ?? null,
    save: async (_name, checkpoint) => {
      saved.push(checkpoint);
    },
  };
}
