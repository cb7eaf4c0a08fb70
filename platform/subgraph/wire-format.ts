// How the gateway hands a request to a subgraph over the network: three headers over HTTP; over a websocket the secret in
// connection_init and the rest in each subscribe's `extensions`. Both ends use this file.
import { z } from "zod";
import { AppError } from "../errors/app-error.js";
import { requestIdOf } from "../service/request-id.js";
import type { SubgraphRequest, Viewer } from "./subgraph-endpoint.js";

/** A header over HTTP, a key of the connection_init payload over a websocket. */
export const SECRET_HEADER = "x-marquee-gateway-secret";
/** Base64url of the Viewer as JSON; absent for an anonymous viewer. */
export const VIEWER_HEADER = "x-marquee-viewer";

const viewerSchema = z.object({
  userId: z.string().min(1),
  roles: z.array(z.enum(["USER", "ADMIN"])),
  expiresAt: z.number(),
});

const operationSchema = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

const subscribeSchema = operationSchema.extend({
  extensions: z.object({
    viewer: viewerSchema.nullish(),
    requestId: z.unknown(),
    after: z.string().nullish(),
  }),
});

export interface HttpEnvelope {
  body: unknown;
  viewer: string | string[] | undefined;
  requestId: string;
}

export function encodeViewer(viewer: Viewer): string {
  return Buffer.from(JSON.stringify(viewer)).toString("base64url");
}

/** Throws BAD_USER_INPUT for what is not a GraphQL request from a gateway. */
export function requestFromHttp({ body, viewer, requestId }: HttpEnvelope): SubgraphRequest {
  const operation = read(operationSchema, body, "The body");
  return { ...toOperation(operation), viewer: viewer === undefined ? null : decodeViewer(viewer), requestId };
}

/** Reads a subscribe message's payload. Throws BAD_USER_INPUT. */
export function requestFromSubscribe(payload: unknown): SubgraphRequest {
  const { extensions, ...operation } = read(subscribeSchema, payload, "The subscribe payload");
  return {
    ...toOperation(operation),
    viewer: extensions.viewer ?? null,
    requestId: requestIdOf(extensions.requestId),
    ...(extensions.after == null ? {} : { after: extensions.after }),
  };
}

/** The payload of a subscribe message. */
export function subscribePayload(request: SubgraphRequest) {
  const { query, operationName, variables, viewer, requestId, after } = request;
  return {
    query,
    ...(operationName === undefined ? {} : { operationName }),
    ...(variables === undefined ? {} : { variables }),
    extensions: { viewer, requestId, ...(after === undefined ? {} : { after }) },
  };
}

function toOperation({ query, operationName, variables }: z.output<typeof operationSchema>) {
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined };
}

/** Throws BAD_USER_INPUT for what `encodeViewer` did not make. */
export function decodeViewer(header: string | string[]): Viewer {
  return read(viewerSchema, parseJson(Buffer.from(String(header), "base64url").toString("utf8")), VIEWER_HEADER);
}

function read<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError("BAD_USER_INPUT", `${what} is not what a gateway sends: ${z.prettifyError(parsed.error)}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
