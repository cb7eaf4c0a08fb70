import type { IncomingMessage } from "node:http";

/** Why a body was refused, as an HTTP status with a message for whoever wrote the client. */
export class BodyRefused extends Error {
  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
    this.name = "BodyRefused";
  }
}

/** Reads at most `maxBytes` of JSON; throws BodyRefused. What is too long is not kept, nor read to its end. */
export async function readJsonBody(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const contentType = request.headers["content-type"]?.split(";", 1)[0]?.trim().toLowerCase();
  if (contentType !== "application/json") throw new BodyRefused(415, "The content-type must be application/json.");
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLong(maxBytes);
  const text = await readText(request, maxBytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new BodyRefused(400, "The body is not JSON.");
  }
}

function readText(request: IncomingMessage, maxBytes: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    function stop(): void {
      request.off("data", onData).off("end", onEnd).off("error", reject).off("close", onClose);
    }
    function onData(chunk: Buffer): void {
      bytes += chunk.length;
      if (bytes <= maxBytes) {
        chunks.push(chunk);
        return;
      }
      stop();
      reject(tooLong(maxBytes));
    }
    function onEnd(): void {
      stop();
      resolve(Buffer.concat(chunks).toString("utf8"));
    }
    function onClose(): void {
      reject(new BodyRefused(400, "The body broke off."));
    }
    request.on("data", onData).on("end", onEnd).on("error", reject).on("close", onClose);
  });
}

function tooLong(maxBytes: number): BodyRefused {
  return new BodyRefused(413, `The body is longer than ${maxBytes} bytes.`);
}
