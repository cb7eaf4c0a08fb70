import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { HEAD_BYTES, type InputFile } from "./input-file.js";

const CHUNK_BYTES = 1_048_576;

export function diskFile(path: string, name: string, bytes: number, named: boolean): InputFile {
  return {
    name,
    bytes,
    named,
    open: (signal) =>
      createReadStream(path, { highWaterMark: CHUNK_BYTES, ...(signal === undefined ? {} : { signal }) }),
    head: () => readAt(path, 0, HEAD_BYTES),
    fingerprint: () => fingerprintOf(path),
  };
}

/** The length and a digest of the first, middle and last 64 KiB. The time it was changed is no part: a copy is the same file. */
async function fingerprintOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const hash = createHash("sha256");
    for (const from of [0, Math.floor(size / 2), Math.max(0, size - HEAD_BYTES)]) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, from);
      hash.update(buffer.subarray(0, bytesRead));
    }
    return `${size}-${hash.digest("hex").slice(0, 32)}`;
  } finally {
    await file.close();
  }
}

async function readAt(path: string, from: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
