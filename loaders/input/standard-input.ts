import { AppError } from "@marquee/platform/errors/app-error.js";
import { HEAD_BYTES, type InputFile } from "./input-file.js";

/** A stream that can be read once; its start is kept, so that one can look at it before. */
export function standardInput(stream: AsyncIterable<Buffer>): InputFile {
  const chunks = stream[Symbol.asyncIterator]();
  let seen: Buffer | null = Buffer.alloc(0);
  return {
    name: "-",
    bytes: null,
    named: true,
    head: async () => {
      while (seen !== null && seen.length < HEAD_BYTES) {
        const next = await chunks.next();
        if (next.done === true) break;
        seen = Buffer.concat([seen, next.value]);
      }
      return (seen ?? Buffer.alloc(0)).subarray(0, HEAD_BYTES);
    },
    async *open(signal) {
      if (seen === null)
        throw new AppError("BAD_USER_INPUT", "Standard input was read already: give a file to read again.");
      const start = seen;
      seen = null;
      if (start.length > 0) yield start;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        signal?.throwIfAborted();
        yield next.value;
      }
    },
    fingerprint: async () => null,
  };
}
