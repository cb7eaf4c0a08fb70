import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";

/** The file that `--rejects` names. */
export interface RejectsFile {
  add(lines: readonly object[]): Promise<void>;
  /** Replaces what is in it by what these files hold. */
  gather(files: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Throws BAD_USER_INPUT where it can't be written. */
export async function openRejectsFile(path: string): Promise<RejectsFile> {
  const file = await openFor(path);
  return {
    add: (lines) => file.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join("")),
    async gather(files) {
      await file.truncate(0);
      for (const source of files) {
        for await (const chunk of createReadStream(source)) await file.appendFile(chunk as Buffer);
      }
    },
    close: () => file.close(),
  };
}

async function openFor(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, "a");
    await file.truncate(0);
    return file;
  } catch (error) {
    throw new AppError("BAD_USER_INPUT", `--rejects ${path} can't be written: ${(error as Error).message}`);
  }
}
