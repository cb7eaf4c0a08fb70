import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../run/replace-file.js";

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
      await replaceFile(path, `${JSON.stringify(checkpoint)}\n`);
    },
    clear: () => rm(path, { force: true }),
  };
}
