import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { diskFile } from "./disk-file.js";
import type { InputFile } from "./input-file.js";
import { standardInput } from "./standard-input.js";
import { isZip, zipFiles } from "./zip-files.js";

/** Past this a folder is no dataset. */
const MAX_FILES = 10_000;

/**
 * The files behind some paths: a folder's, with those below it, in order of their names; a zip archive's; standard input's for `-`.
 * Throws BAD_USER_INPUT for what is not there or can't be read.
 */
export async function findFiles(paths: readonly string[], stdin: AsyncIterable<Buffer>): Promise<InputFile[]> {
  if (paths.length === 0) throw new AppError("BAD_USER_INPUT", "Which files? Give paths, or - for standard input.");
  const files: InputFile[] = [];
  for (const path of new Set(paths)) {
    if (path === "-") files.push(standardInput(stdin));
    else files.push(...(await filesAt(path, basename(path), true)));
    if (files.length > MAX_FILES)
      throw new AppError("BAD_USER_INPUT", `More than ${MAX_FILES} files: is it this folder?`);
  }
  return withOwnNames(files);
}

async function filesAt(path: string, name: string, named: boolean): Promise<InputFile[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === "ENOENT" ? "there is no such file or folder" : error.message;
    throw new AppError("BAD_USER_INPUT", `${path} can't be read: ${why}.`, { cause: error });
  });
  if (found.isDirectory()) {
    const files: InputFile[] = [];
    for (const entry of (await readdir(path)).sort()) {
      if (!entry.startsWith("."))
        files.push(...(await filesAt(join(path, entry), named ? entry : `${name}/${entry}`, false)));
    }
    return files;
  }
  if (!found.isFile()) throw new AppError("BAD_USER_INPUT", `${path} is neither a file nor a folder.`);
  if (await isZip(path)) return zipFiles(path, name);
  return [diskFile(path, name, found.size, named)];
}

/** Two files of one name (`a/part.json b/part.json`) are told apart by a number behind it. */
function withOwnNames(files: readonly InputFile[]): InputFile[] {
  const taken = new Map<string, number>();
  return files.map((file) => {
    const times = (taken.get(file.name) ?? 0) + 1;
    taken.set(file.name, times);
    return times === 1 ? file : { ...file, name: `${file.name}#${times}` };
  });
}
