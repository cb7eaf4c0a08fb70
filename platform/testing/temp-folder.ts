import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TempFolder {
  readonly path: string;
  /** Removes it with everything in it. */
  close(): Promise<void>;
}

export async function openTempFolder(): Promise<TempFolder> {
  const path = await mkdtemp(join(tmpdir(), "marquee-test-"));
  return { path, close: () => rm(path, { recursive: true, force: true }) };
}
