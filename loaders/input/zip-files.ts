import { open } from "node:fs/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { type Entry, fromFdPromise, openPromise } from "yauzl";
import { HEAD_BYTES, InputCutShort, type InputFile } from "./input-file.js";

/** Past this an archive is no dataset, and listing it would take the memory. */
const MAX_ENTRIES = 10_000;

export async function isZip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return bytesRead === 4 && buffer.readUInt32BE() === 0x504b0304;
  } finally {
    await file.close();
  }
}

/** The files in a zip archive (also zip64), none unpacked yet. Throws BAD_USER_INPUT for what is no whole archive. */
export async function zipFiles(path: string, name: string): Promise<InputFile[]> {
  try {
    const archive = await openPromise(path, { lazyEntries: true, autoClose: false });
    try {
      const files: InputFile[] = [];
      for await (const entry of archive.eachEntry()) {
        if (entry.fileName.endsWith("/") || isRubbish(entry.fileName)) continue;
        if (files.length === MAX_ENTRIES) throw new Error(`it holds more than ${MAX_ENTRIES} files`);
        files.push(zipFile(path, `${name}/${entry.fileName}`, entry));
      }
      return files;
    } finally {
      archive.close();
    }
  } catch (error) {
    throw new AppError("BAD_USER_INPUT", `${name} can't be read as a zip archive: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function zipFile(path: string, name: string, entry: Entry): InputFile {
  const read = (signal?: AbortSignal) => readEntry(path, entry, signal);
  return {
    name,
    bytes: entry.uncompressedSize,
    // The archive was named, not what lies in it.
    named: false,
    open: read,
    head: async () => {
      let head = Buffer.alloc(0);
      for await (const chunk of read()) {
        head = Buffer.concat([head, chunk]);
        if (head.length >= HEAD_BYTES) break;
      }
      return head.subarray(0, HEAD_BYTES);
    },
    fingerprint: async () => `${entry.uncompressedSize}-${entry.crc32.toString(16).padStart(8, "0")}`,
  };
}

async function* readEntry(path: string, entry: Entry, signal?: AbortSignal): AsyncIterable<Buffer> {
  const file = await open(path);
  const archive = await fromFdPromise(file.fd, { lazyEntries: true, autoClose: false });
  try {
    const stream = await archive.openReadStreamPromise(entry);
    try {
      for await (const chunk of stream) {
        signal?.throwIfAborted();
        yield chunk as Buffer;
      }
    } finally {
      stream.destroy();
    }
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new InputCutShort(`the archive is damaged here: ${(error as Error).message}`, { cause: error });
  } finally {
    await file.close().catch(() => {});
  }
}

/** What operating systems leave in archives. */
function isRubbish(name: string): boolean {
  return name.startsWith("__MACOSX/") || /(^|\/)(\.DS_Store|Thumbs\.db)$/.test(name);
}
