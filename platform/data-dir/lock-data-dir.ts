import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError } from "../errors/app-error.js";
import type { Closeable } from "../event-log/event-log.js";
import { takeFileLock } from "./libsql-file-lock.js";
import { makeFolder } from "./make-folder.js";

/**
 * Makes the folder where it is missing and takes it for this process; the lock ends with the process, kill -9 included.
 * Throws DATA_DIR_LOCKED when another has it, DATA_DIR_UNWRITABLE when it can't be made or written.
 */
export async function lockDataDir(path: string): Promise<Closeable> {
  const folder = resolve(path);
  const holderFile = join(folder, "lock.pid");
  const lock = await takeLock(folder);
  if (!lock) throw locked(folder, await readHolder(holderFile));
  try {
    await writeFile(holderFile, `${process.pid}\n`);
  } catch (error) {
    lock.release();
    throw unwritable(folder, error);
  }
  let closed = false;
  return {
    async close() {
      if (closed) return;
      closed = true;
      await rm(holderFile, { force: true });
      lock.release();
    },
  };
}

async function takeLock(folder: string): Promise<ReturnType<typeof takeFileLock>> {
  try {
    await makeFolder(folder);
    return takeFileLock(join(folder, "lock"));
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** The holder writes its number after it has the lock, so for a moment it is missing, or that of a holder that was killed. */
async function readHolder(holderFile: string): Promise<string> {
  const pid = await readFile(holderFile, "utf8").catch(() => "");
  return /^\d+$/.test(pid.trim()) ? ` (process ${pid.trim()})` : "";
}

function locked(folder: string, holder: string): AppError {
  return new AppError(
    "DATA_DIR_LOCKED",
    `The data folder ${folder} is in use by another Marquee${holder}: stop that one, or set DATA_DIR to another folder.`,
  );
}

function unwritable(folder: string, cause: unknown): AppError {
  const { message } = cause as { message?: unknown };
  return new AppError(
    "DATA_DIR_UNWRITABLE",
    `The data folder ${folder} can't be written (${String(message ?? cause)}): make it writable for this user, or set DATA_DIR to another folder.`,
    { cause },
  );
}
