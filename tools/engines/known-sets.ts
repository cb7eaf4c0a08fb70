// Which folder a set's name stands for: one in the cache, unless the set was started with a folder of its own.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const DEFAULT_NAME = "default";
const POINTER = ".path";

/** What `--name` and `--dir` say. */
export interface SetChoice {
  name?: string | undefined;
  /** Absolute. */
  dir?: string | undefined;
}

export interface SetPlace {
  name: string;
  dir: string;
  /** Whether the folder is one that was made for it, and goes with it. */
  temporary: boolean;
}

export async function findSet(cache: string, { name = DEFAULT_NAME, dir }: SetChoice): Promise<SetPlace> {
  const named = dir ?? (await readFile(pointerFile(cache, name), "utf8").catch(() => undefined))?.trim();
  if (named !== undefined) return { name, dir: named, temporary: false };
  return { name, dir: join(setsFolder(cache), name), temporary: true };
}

/** From now on the name alone finds the set. */
export async function rememberSet(cache: string, { name, dir, temporary }: SetPlace): Promise<void> {
  if (temporary) return;
  await mkdir(dirname(pointerFile(cache, name)), { recursive: true, mode: 0o700 });
  await writeFile(pointerFile(cache, name), `${dir}\n`);
}

export async function forgetSet(cache: string, name: string): Promise<void> {
  await rm(pointerFile(cache, name), { force: true });
}

/** Every name that stands for something, in order. */
export async function setNames(cache: string): Promise<string[]> {
  const entries = await readdir(setsFolder(cache)).catch(() => []);
  const names = entries.map((entry) => (entry.endsWith(POINTER) ? entry.slice(0, -POINTER.length) : entry));
  return [...new Set(names)].sort();
}

function setsFolder(cache: string): string {
  return join(cache, "sets");
}

function pointerFile(cache: string, name: string): string {
  return join(setsFolder(cache), `${name}${POINTER}`);
}
