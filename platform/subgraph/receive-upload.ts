import type { IncomingMessage, ServerResponse } from "node:http";
import { type BodyDeadlines, createBodyDeadlines } from "../service/body-deadlines.js";
import { pathOf } from "../service/service-routes.js";
import type { Viewer } from "./subgraph-endpoint.js";
import { UPLOADS_PREFIX, type UploadEndpoint, UploadRefused } from "./upload-endpoint.js";

export interface ReceivedUpload {
  request: IncomingMessage;
  response: ServerResponse;
  names: { dataset: string; file: string };
  viewer: Viewer | null;
  requestId: string;
  uploads: UploadEndpoint;
  bodies: BodyDeadlines;
}

/** For servers that take files: every other request has its body sent in 30 s; an upload brings at least 1 KiB a second. */
export function uploadDeadlines(): BodyDeadlines {
  return createBodyDeadlines({
    ...{ usualMs: 30_000, windowMs: 30_000, leastBytes: 30 * 1024 },
    asksFirst: (request) => pathOf(request.url).startsWith(UPLOADS_PREFIX),
  });
}

/** Hands a request's body on. What is refused before it is read, whoever asks first does not send. Throws what the endpoint throws. */
export async function receiveUpload(received: ReceivedUpload): Promise<object> {
  const { request, names, viewer, requestId, uploads } = received;
  const length = request.headers["content-length"];
  const bytes = length === undefined ? null : Number(length);
  try {
    return await uploads.upload({ ...names, bytes, body: readBody(received), viewer, requestId });
  } finally {
    // Unread, it would stand between this answer and the one who sends; for how long it may is told by its deadline.
    if (!request.complete) request.resume();
  }
}

async function* readBody({ request, response, bodies }: ReceivedUpload): AsyncGenerator<Uint8Array, void> {
  const end = bodies.allowLong(request, response);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) yield chunk as Buffer;
  } catch (cause) {
    throw new UploadRefused(400, "The body broke off.", { cause });
  } finally {
    end();
  }
}
