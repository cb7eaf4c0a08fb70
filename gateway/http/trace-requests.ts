import { isTracing, openSpan } from "@marquee/platform/tracing/otel-spans.js";
import { readTraceContext } from "@marquee/platform/tracing/trace-context.js";
import type { RequestHandler } from "express";

/**
 * A trace a request. It begins here: what a caller from outside says of its own trace is a link, for it must neither choose what is kept nor
 * which trace it falls into.
 */
export const traceRequests: RequestHandler = (request, response, next) => {
  if (!isTracing()) return next();
  const link = readTraceContext(request.headers);
  const attributes = { "http.request.method": request.method, "marquee.request_id": response.locals.requestId };
  const span = openSpan(`${request.method} ${request.baseUrl}`, { kind: "server", parent: null, link, attributes });
  response.once("close", () => span.end());
  span.run(next);
};
