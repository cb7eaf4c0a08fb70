import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const EDITION = "edition";

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
