import { createGunzip } from "node:zlib";
import { HEAD_BYTES, InputCutShort, type InputFile } from "./input-file.js";

/** Fed in pieces of this size, so that what comes out of one is bounded: deflate makes at most a thousand times as much. */
const PIECE_BYTES = 16_384;
const CHUNK_BYTES = 262_144;

/** The bytes as they are, or unpacked where they begin as gzip does; several gzip members behind one another are one file. */
export async function* unpackGzip(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done === true) return;
  const rest: AsyncIterable<Buffer> = {
    [Symbol.asyncIterator]: () => ({
      next: () => iterator.next(),
      return: async () => (await iterator.return?.()) ?? first,
    }),
  };
  if (isGzip(first.value)) yield* unpacked(first.value, rest);
  else {
    yield first.value;
    yield* rest;
  }
}

export function isGzip(head: Buffer): boolean {
  return head.length > 2 && head[0] === 0x1f && head[1] === 0x8b;
}

/** Not a pipe: a stream that ends in an error drops what it had unpacked before, and a file cut short is read up to the cut. */
async function* unpacked(first: Buffer, rest: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const out: Buffer[] = [];
  let failure: Error | null = null;
  gunzip.on("data", (chunk: Buffer) => out.push(chunk));
  const ended = new Promise<void>((resolve) => {
    gunzip.on("end", resolve);
    gunzip.on("error", (error) => {
      failure = error;
      resolve();
    });
  });
  const cut = () => failure && new InputCutShort(`the gzip data is damaged or ends here (${failure.message})`);
  try {
    for await (const chunk of withFirst(first, rest)) {
      for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
        const piece = chunk.subarray(at, at + PIECE_BYTES);
        await Promise.race([new Promise<void>((resolve) => gunzip.write(piece, () => resolve())), ended]);
        yield* out.splice(0);
        if (failure !== null) throw cut();
      }
    }
    gunzip.end();
    await ended;
    yield* out.splice(0);
    if (failure !== null) throw cut();
  } finally {
    gunzip.destroy();
  }
}

async function* withFirst(first: Buffer, rest: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  yield first;
  yield* rest;
}

/** The start of a file as it is when unpacked. */
export async function firstBytes(file: InputFile): Promise<Buffer> {
  const head = await file.head();
  if (!isGzip(head)) return head;
  const unpackedHead: Buffer[] = [];
  try {
    for await (const chunk of unpackGzip(one(head))) unpackedHead.push(chunk);
  } catch (error) {
    // It ends in the middle, of course.
    if (!(error instanceof InputCutShort)) throw error;
  }
  return Buffer.concat(unpackedHead).subarray(0, HEAD_BYTES);
}

async function* one(chunk: Buffer): AsyncIterable<Buffer> {
  yield chunk;
}
