import { HeaderMap } from "@apollo/server";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { GraphQLError } from "graphql";
import { RateLimited } from "../gate/rates/rate-limited.js";

/** With Apollo Server's word for the HTTP status; without it a refusal would be a 500. */
export function badRequest(error: GraphQLError, status: 200 | 400 = 400): GraphQLError {
  return new GraphQLError(error.message, {
    ...(error.nodes === undefined ? {} : { nodes: error.nodes }),
    extensions: { code: "BAD_USER_INPUT", ...error.extensions, http: { status } },
  });
}

/** The same for refusals of whoever asks: 401 for a token, 429 for too much. Everything else is nobody's refusal, and stays as it is. */
export function refusedCaller(error: unknown): unknown {
  if (error instanceof RateLimited) {
    return withHttp(error, 429, ["retry-after", String(error.retryAfterSeconds)]);
  }
  if (error instanceof AppError) return withHttp(error, 401, ["www-authenticate", 'Bearer error="invalid_token"']);
  return error;
}

function withHttp(originalError: AppError, status: number, header: [string, string]): GraphQLError {
  const http = { status, headers: new HeaderMap([header]) };
  return new GraphQLError(originalError.message, { originalError, extensions: { http } });
}
