/** A frame is its length, its header's length (both 32 bits, big endian), a header in JSON, and a body of bytes that the header describes. */
import { AppError } from "../errors/app-error.js";

export interface Frame {
  header: unknown;
  body: Buffer;
}

const LENGTHS_BYTES = 8;
/** A frame is held whole by both sides. */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/** Throws BAD_USER_INPUT for one that the other side would refuse. */
export function encodeFrame(header: object, body?: Buffer): Buffer {
  const text = Buffer.from(JSON.stringify(header));
  const bytes = text.length + (body?.length ?? 0);
  if (bytes > MAX_FRAME_BYTES) {
    throw new AppError(
      "BAD_USER_INPUT",
      `${bytes} bytes at once are more than the ${MAX_FRAME_BYTES} that fit through the socket of a shared log: append fewer messages at a time.`,
    );
  }
  const lengths = Buffer.allocUnsafe(LENGTHS_BYTES);
  lengths.writeUInt32BE(bytes, 0);
  lengths.writeUInt32BE(text.length, 4);
  return Buffer.concat(body === undefined ? [lengths, text] : [lengths, text, body]);
}

/** Cuts what comes out of a socket into frames; holds at most one that is not whole. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Of the frame that is coming, its lengths included; what is known before those are there is that they come. */
  #wanted = LENGTHS_BYTES;

  /** Throws BAD_USER_INPUT for what is no frame: nothing after it can be understood. */
  *read(chunk: Buffer): Generator<Frame> {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes >= this.#wanted) {
      const bytes = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
      const length = bytes.readUInt32BE(0);
      const headerLength = bytes.readUInt32BE(4);
      if (length > MAX_FRAME_BYTES || headerLength > length) {
        throw new AppError("BAD_USER_INPUT", `A frame of ${length} bytes with a header of ${headerLength} is none.`);
      }
      this.#wanted = LENGTHS_BYTES + length;
      this.#chunks = [bytes];
      if (bytes.length < this.#wanted) return;
      const rest = bytes.subarray(this.#wanted);
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#bytes = rest.length;
      const bodyAt = LENGTHS_BYTES + headerLength;
      const body = bytes.subarray(bodyAt, this.#wanted);
      this.#wanted = LENGTHS_BYTES;
      yield { header: parseHeader(bytes.toString("utf8", LENGTHS_BYTES, bodyAt)), body };
    }
  }
}

function parseHeader(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("BAD_USER_INPUT", "A frame's header is not JSON.", { cause });
  }
}
