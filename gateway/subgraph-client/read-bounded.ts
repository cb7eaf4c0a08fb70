import { AppError } from "@marquee/platform/errors/app-error.js";

/** Reads a stream of bytes as UTF-8 text. Throws INTERNAL_SERVER_ERROR, and ends the stream, past `maxBytes`. */
export async function readBounded(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) {
      throw new AppError("INTERNAL_SERVER_ERROR", `A subgraph's answer is larger than ${maxBytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
