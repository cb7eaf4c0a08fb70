// The jars of an engine, as they lie in the cache: all of them or none.
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { EngineName } from "./engine-name.js";

const LIST = "jars.json";

const listSchema = z.record(z.string(), z.int().min(1));

export function jarsFolder(cache: string, engine: EngineName, version: string): string {
  return join(cache, "jars", `${engine}-${version}`);
}

/** Whether every jar is there in its full size. */
export async function hasJars(folder: string): Promise<boolean> {
  try {
    const list = Object.entries(listSchema.parse(JSON.parse(await readFile(join(folder, LIST), "utf8"))));
    const whole = await Promise.all(list.map(async ([jar, bytes]) => (await stat(join(folder, jar))).size === bytes));
    return list.length > 0 && whole.every(Boolean);
  } catch {
    return false;
  }
}

/** Writes down what is there, so that `hasJars` can tell later. */
export async function listJars(folder: string): Promise<void> {
  const jars = (await readdir(folder)).filter((file) => file.endsWith(".jar"));
  const sizes = await Promise.all(jars.map(async (jar) => [jar, (await stat(join(folder, jar))).size] as const));
  await writeFile(join(folder, LIST), `${JSON.stringify(Object.fromEntries(sizes), null, 2)}\n`);
}
