import { Readable } from "node:stream";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { REQUEST_ID_HEADER } from "@marquee/platform/service/request-id.js";
import {
  UPLOADS_PREFIX,
  type UploadEndpoint,
  UploadRefused,
  type UploadRequest,
  type UploadStatus,
} from "@marquee/platform/subgraph/upload-endpoint.js";
import { encodeViewer, SECRET_HEADER, VIEWER_HEADER } from "@marquee/platform/subgraph/wire-format.js";
import { Pool, request } from "undici";
import { readBounded } from "./read-bounded.js";

export interface HttpUploads extends UploadEndpoint {
  close(): Promise<void>;
}

export interface HttpUploadsOptions {
  /** Of the subgraph that takes files, with any path. */
  url: string;
  secret: string;
  connectTimeoutMs: number;
}

/** Each is one file that is under way; more wait. */
const MAX_CONNECTIONS = 16;
/** From the last byte to the answer: a large file is made durable meanwhile. */
const ANSWER_WITHIN_MS = 120_000;
const MAX_ANSWER_BYTES = 1024 * 1024;

/** Uploads over the network, streamed. Throws UploadRefused in the subgraph's words, and UNAVAILABLE when it can't be reached. */
export function createHttpUploads(options: HttpUploadsOptions): HttpUploads {
  const { origin } = new URL(options.url);
  const pool = new Pool(origin, { connections: MAX_CONNECTIONS, connect: { timeout: options.connectTimeoutMs } });
  return {
    close: () => pool.close(),
    async upload(upload) {
      const late = new AbortController();
      try {
        const { dataset, file } = upload;
        const response = await request(
          `${origin}${UPLOADS_PREFIX}${encodeURIComponent(dataset)}/${encodeURIComponent(file)}`,
          {
            method: "PUT",
            dispatcher: pool,
            headers: headersOf(upload, options.secret),
            body: Readable.from(upTo(upload.body, late), { objectMode: false }),
            // Nothing is answered before the last byte has come.
            headersTimeout: 0,
            signal: late.signal,
          },
        );
        return answerOf(response.statusCode, await readBounded(response.body, MAX_ANSWER_BYTES));
      } catch (error) {
        if (error instanceof AppError) throw error;
        throw new AppError(
          "UNAVAILABLE",
          "The file was not stored: the subgraph that takes it did not answer; try again.",
          {
            cause: error,
          },
        );
      }
    },
  };
}

function headersOf({ bytes, viewer, requestId }: UploadRequest, secret: string): Record<string, string> {
  return {
    "content-type": "application/octet-stream",
    accept: "application/json",
    [SECRET_HEADER]: secret,
    [REQUEST_ID_HEADER]: requestId,
    ...(viewer === null ? {} : { [VIEWER_HEADER]: encodeViewer(viewer) }),
    ...(bytes === null ? {} : { "content-length": String(bytes) }),
  };
}

/** The body; its end starts the time in which an answer has to come. */
async function* upTo(body: AsyncIterable<Uint8Array>, late: AbortController): AsyncGenerator<Uint8Array, void> {
  yield* body;
  setTimeout(() => late.abort(), ANSWER_WITHIN_MS).unref();
}

/** What is about the file; everything else is between gateway and subgraph, and nothing for the client. */
const FOR_THE_CLIENT: readonly number[] = [400, 404, 409, 413, 415, 503, 507] satisfies UploadStatus[];

function answerOf(status: number, text: string): object {
  const answer = parseObject(text);
  if (status === 200 && answer !== undefined) return answer;
  const [error] = (answer?.errors ?? []) as { message?: unknown }[];
  const said = typeof error?.message === "string" ? error.message : "no JSON";
  if (FOR_THE_CLIENT.includes(status)) throw new UploadRefused(status as UploadStatus, said);
  throw new AppError("INTERNAL_SERVER_ERROR", "The subgraph refused a file.", {
    cause: new Error(`HTTP ${status}: ${said}`),
  });
}

function parseObject(text: string): { errors?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
