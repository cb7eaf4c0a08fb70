import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

/** In the dataset's folder while it is being taken back. */
export const WITHDRAWAL_FILE = "withdrawal.json";

/** How far a withdrawal has come. */
export interface WithdrawalCheckpoint {
  /** By topic and partition: before this, everything the dataset brought is taken back. */
  reached: Record<string, Record<string, number>>;
  /** Ratings, reviews and users that went, so far. */
  rows: Record<string, number>;
  titles: number;
}

/** The port to where a withdrawal remembers how far it got. */
export interface WithdrawalNotes {
  load(): Promise<WithdrawalCheckpoint | null>;
  /** Resolves once it is durable. */
  save(checkpoint: WithdrawalCheckpoint): Promise<void>;
  clear(): Promise<void>;
}

export function openWithdrawalNotes(datasetFolder: string): WithdrawalNotes {
  const path = join(datasetFolder, WITHDRAWAL_FILE);
  return {
    async load() {
      try {
        return JSON.parse(await readFile(path, "utf8")) as WithdrawalCheckpoint;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    async save(checkpoint) {
      await mkdir(datasetFolder, { recursive: true });
      const file = await open(`${path}.new`, "w");
      try {
        await file.writeFile(`${JSON.stringify(checkpoint)}\n`);
        await file.datasync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    },
    clear: () => rm(path, { force: true }),
  };
}
