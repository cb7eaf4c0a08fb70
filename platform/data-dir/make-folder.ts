import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it. Not `mkdir` with `recursive`: where the file system answers ENOENT though the parent exists
 * (as /proc does), that never ends.
 */
export async function makeFolder(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined))?.isDirectory()) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  await mkdir(path).catch(async (error: NodeJS.ErrnoException) => {
    const madeMeanwhile = error.code === "EEXIST" && (await stat(path)).isDirectory();
    if (!madeMeanwhile) throw error.code === "EEXIST" ? new Error(`${path} is a file, not a folder`) : error;
  });
}
