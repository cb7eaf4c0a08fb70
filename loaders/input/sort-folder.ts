import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { takeFileLock } from "@marquee/platform/data-dir/libsql-file-lock.js";

const PREFIX = "marquee-sort-";
const LOCK = "lock";
/** Whoever has just made a folder may not have locked it yet. */
const SETTLED_MS = 60_000;

export interface SortFolder {
  path: string;
  remove(): Promise<void>;
}

/** A folder for sorted runs, in `parent`, locked while its process lives. Those that killed processes left there are removed. */
export async function makeSortFolder(parent = tmpdir(), now = Date.now()): Promise<SortFolder> {
  await removeForsaken(parent, now);
  const path = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`));
  const lock = takeFileLock(join(path, LOCK));
  return {
    path,
    async remove() {
      lock?.release();
      await rm(path, { recursive: true, force: true });
    },
  };
}

async function removeForsaken(parent: string, now: number): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(PREFIX));
  for (const path of names.map((name) => join(parent, name))) {
    try {
      if (now - (await stat(path)).mtimeMs < SETTLED_MS) continue;
      const lock = takeFileLock(join(path, LOCK));
      if (lock === undefined) continue;
      lock.release();
      await rm(path, { recursive: true, force: true });
    } catch {
      // Another user's, or another process was quicker.
    }
  }
}
