import type { RequestHandler } from "express";

const REQUEST_HEADERS = "authorization, content-type, apollo-require-preflight, x-apollo-operation-name, x-request-id";
const RESPONSE_HEADERS = "retry-after, x-request-id";
const PREFLIGHT_SECONDS = "7200";

/**
 * Lets pages of the allowed origins ("*" for all) read answers, and answers preflights. There are no cookies and so no credentials.
 * Whoever is not allowed gets no word of it, which is what makes a browser refuse.
 */
export function cors(allowedOrigins: readonly string[], methods = "GET, POST"): RequestHandler {
  const everybody = allowedOrigins.includes("*");
  return (request, response, next) => {
    const { origin } = request.headers;
    if (!everybody) response.vary("Origin");
    if (origin !== undefined && (everybody || allowedOrigins.includes(origin))) {
      response.set({
        "access-control-allow-origin": everybody ? "*" : origin,
        "access-control-expose-headers": RESPONSE_HEADERS,
      });
      if (request.method === "OPTIONS") {
        response.set({
          "access-control-allow-methods": methods,
          "access-control-allow-headers": REQUEST_HEADERS,
          "access-control-max-age": PREFLIGHT_SECONDS,
        });
      }
    }
    if (request.method === "OPTIONS") response.set("allow", `${methods}, OPTIONS`).status(204).end();
    else next();
  };
}
