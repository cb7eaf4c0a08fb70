import { AppError } from "@marquee/platform/errors/app-error.js";
import { uploadStatusOf } from "@marquee/platform/subgraph/upload-endpoint.js";
import type { ErrorRequestHandler } from "express";
import { type ErrorFormatter, publicCode } from "../gate/public-error.js";
import { RateLimited } from "../gate/rates/rate-limited.js";

/** Errors from before GraphQL, in GraphQL's own shape: too many requests, a body that is too large or no JSON, and whatever nobody thought of. */
export function httpErrors(options: {
  maxBodyBytes: number;
  format: ErrorFormatter;
  onUnexpected: (error: unknown, requestId: string) => void;
}): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    if (error instanceof RateLimited) {
      response.locals.outcome = error.code;
      response.set("retry-after", String(error.retryAfterSeconds));
      response.status(429).json({ errors: [options.format(error)] });
      return;
    }
    if (error instanceof AppError) {
      const status = uploadStatusOf(error);
      if (status >= 500) options.onUnexpected(error, response.locals.requestId);
      response.locals.outcome = publicCode(error);
      if (status === 401) response.set("www-authenticate", 'Bearer error="invalid_token"');
      response.status(status).json({ errors: [options.format(error)] });
      return;
    }
    const status = typeof error?.status === "number" ? error.status : 500;
    if (status >= 500) options.onUnexpected(error, response.locals.requestId);
    const code = status >= 500 ? "INTERNAL_SERVER_ERROR" : "BAD_USER_INPUT";
    response.locals.outcome = code;
    const message = messageOf(error?.type, status, options.maxBodyBytes);
    response.status(status).json({ errors: [{ message, extensions: { code } }] });
  };
}

function messageOf(type: unknown, status: number, maxBodyBytes: number): string {
  if (type === "entity.too.large") return `The body is too large; the limit is ${maxBodyBytes} bytes.`;
  if (type === "entity.parse.failed") return "The body is not valid JSON.";
  if (status < 500) return "The body can't be read; send JSON in UTF-8.";
  return "Something went wrong on our side; the request id finds it in the logs.";
}
