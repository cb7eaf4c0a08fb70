import type { IncomingMessage, ServerResponse } from "node:http";
import type { ExecutionResult } from "graphql";
import { AppError } from "../errors/app-error.js";
import type { Logger } from "../logger/logger.js";
import type { BodyDeadlines } from "../service/body-deadlines.js";
import { REQUEST_ID_HEADER, requestIdOf } from "../service/request-id.js";
import { pathOf, type ServiceRoutes } from "../service/service-routes.js";
import { inSpan } from "../tracing/otel-spans.js";
import { readTraceContext } from "../tracing/trace-context.js";
import { BodyRefused, readJsonBody } from "./read-json-body.js";
import { receiveUpload } from "./receive-upload.js";
import type { SubgraphEndpoint } from "./subgraph-endpoint.js";
import { UPLOADS_PREFIX, type UploadEndpoint, uploadPathOf, uploadStatusOf } from "./upload-endpoint.js";
import { decodeViewer, requestFromHttp, SECRET_HEADER, VIEWER_HEADER } from "./wire-format.js";

export const GRAPHQL_PATH = "/graphql";
export const MAX_BODY_BYTES = 1024 * 1024;

export interface HttpHandlerOptions {
  endpoint: SubgraphEndpoint;
  /** Where files are taken too. */
  uploads?: { endpoint: UploadEndpoint; bodies: BodyDeadlines };
  isGateway: (secret: unknown) => boolean;
  serviceRoutes: ServiceRoutes;
  logger: Logger;
}

/** Answers one HTTP request; never throws. Whatever is refused is refused in GraphQL's own shape, with a code. */
export function createHttpHandler(options: HttpHandlerOptions) {
  async function answer(request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> {
    if (await options.serviceRoutes(request, response)) return;
    if (options.uploads !== undefined && pathOf(request.url).startsWith(UPLOADS_PREFIX)) {
      return takeFile(request, response, requestId, options.uploads);
    }
    if (pathOf(request.url) !== GRAPHQL_PATH) {
      return refuse(request, response, 404, "NOT_FOUND", `GraphQL is served at ${GRAPHQL_PATH}.`);
    }
    if (request.method !== "POST") {
      response.setHeader("allow", "POST");
      return refuse(request, response, 405, "BAD_USER_INPUT", "Only POST is answered here.");
    }
    if (!options.isGateway(request.headers[SECRET_HEADER])) {
      return refuse(request, response, 401, "UNAUTHENTICATED", "Only a gateway with a valid secret is answered.");
    }
    const body = await readJsonBody(request, MAX_BODY_BYTES);
    const asked = requestFromHttp({ body, viewer: request.headers[VIEWER_HEADER], requestId });
    const span = { kind: "server", parent: readTraceContext(request.headers) ?? null, onlyWithin: true } as const;
    const result = await inSpan(`POST ${GRAPHQL_PATH}`, span, () => options.endpoint.execute(asked));
    sendJson(response, 200, result);
  }

  async function takeFile(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    { endpoint, bodies }: NonNullable<HttpHandlerOptions["uploads"]>,
  ): Promise<void> {
    const names = uploadPathOf(pathOf(request.url));
    if (names === null || request.method !== "PUT") {
      return refuse(request, response, 404, "NOT_FOUND", "Files are taken at PUT /datasets/NAME/FILE.");
    }
    if (!options.isGateway(request.headers[SECRET_HEADER])) {
      return refuse(request, response, 401, "UNAUTHENTICATED", "Only a gateway with a valid secret is answered.");
    }
    const header = request.headers[VIEWER_HEADER];
    const viewer = header === undefined ? null : decodeViewer(header);
    try {
      sendJson(
        response,
        200,
        await receiveUpload({ request, response, names, viewer, requestId, uploads: endpoint, bodies }),
      );
    } catch (error) {
      const status = uploadStatusOf(error);
      if (!(error instanceof AppError) || status >= 500)
        options.logger.warn({ error, requestId }, "a file was not taken");
      const hidden = !(error instanceof AppError) || status === 500;
      const code = hidden ? "INTERNAL_SERVER_ERROR" : error.code;
      const message = hidden ? "Something went wrong on our side." : error.message;
      // The connection stays: to cut it off under a peer that still sends might lose the answer.
      if (!response.headersSent && !response.destroyed)
        sendJson(response, status, { errors: [{ message, extensions: { code } }] });
    }
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = requestIdOf(request.headers[REQUEST_ID_HEADER]);
    response.setHeader(REQUEST_ID_HEADER, requestId);
    try {
      await answer(request, response, requestId);
    } catch (error) {
      if (error instanceof BodyRefused) refuse(request, response, error.status, "BAD_USER_INPUT", error.message);
      else if (error instanceof AppError && error.code === "BAD_USER_INPUT") {
        refuse(request, response, 400, error.code, error.message);
      } else if (error instanceof AppError && error.code === "UNAVAILABLE") {
        // Such as a subgraph that waits for its engines: expected, and told by its readiness.
        refuse(request, response, 503, error.code, error.message);
      } else {
        options.logger.error({ error, requestId }, "a request failed");
        refuse(request, response, 500, "INTERNAL_SERVER_ERROR", "Something went wrong on our side.");
      }
    }
  };
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // A body that was not read would be taken for the next request: drop the rest and end the connection.
  if (!request.complete) {
    response.setHeader("connection", "close");
    request.resume();
  }
  sendJson(response, status, { errors: [{ message, extensions: { code } }] });
}

function sendJson(response: ServerResponse, status: number, body: ExecutionResult | object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}
