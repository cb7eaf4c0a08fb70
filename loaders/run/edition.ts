import { readFile, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { WITHDRAWAL_FILE } from "../withdraw/withdrawal-notes.js";

const EDITION = "edition";

/** Throws BAD_USER_INPUT while the dataset is being taken back. */
export async function editionToLoad(datasetFolder: string): Promise<string> {
  const withdrawal = await stat(join(datasetFolder, WITHDRAWAL_FILE)).catch(() => null);
  if (withdrawal === null) return readEdition(datasetFolder);
  const name = basename(datasetFolder);
  throw new AppError(
    "BAD_USER_INPUT",
    `${name} is being taken back: let that come to its end first, with npm run load -- --delete ${name}`,
  );
}

/**
 * Which time it is that the dataset comes: part of its event ids, for what was taken back can't be brought again by events that are
 * known already. Empty until it was first taken back.
 */
export async function readEdition(datasetFolder: string): Promise<string> {
  try {
    return (await readFile(join(datasetFolder, EDITION), "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

/** What comes from now on is another edition. */
export async function renewEdition(datasetFolder: string, now: number): Promise<void> {
  await writeFile(join(datasetFolder, EDITION), `~${now.toString(36)}\n`);
}
