import { AppError } from "@marquee/platform/errors/app-error.js";
import { GraphQLError } from "graphql";
import { expect, test } from "vitest";
import { createErrorFormatter, toPublicError } from "./public-error.js";
import { RateLimited } from "./rates/rate-limited.js";

const coded = (code: string, more: Record<string, unknown> = {}) =>
  new GraphQLError("hunter2", { path: ["a", 0], extensions: { code, ...more } });

test.each([
  ["of nobody's", new Error("hunter2")],
  ["of nobody's, in GraphQL's clothes", new GraphQLError("hunter2", { originalError: new Error("hunter2") })],
  ["without a code", new GraphQLError("hunter2")],
  ["with a code that is not for clients", coded("DOWNSTREAM_SERVICE_ERROR")],
  ["for operators", new AppError("STORE_DAMAGED", "hunter2")],
  ["of a subgraph that was asked nonsense", coded("GRAPHQL_VALIDATION_FAILED", { serviceName: "movies" })],
])("an error %s says nothing of itself", (_what, error) => {
  const shown = toPublicError(error);
  expect(shown.extensions).toEqual({ code: "INTERNAL_SERVER_ERROR" });
  expect(JSON.stringify(shown)).not.toContain("hunter2");
});

test("an error for clients keeps message, path and code, and nothing else of what it carried", () => {
  expect(toPublicError(coded("CURSOR_INVALID", { serviceName: "ratings", stacktrace: ["x"] }))).toEqual({
    message: "hunter2",
    path: ["a", 0],
    extensions: { code: "CURSOR_INVALID" },
  });
  expect(toPublicError(new AppError("UNAVAILABLE", "Try again."))).toEqual({
    message: "Try again.",
    extensions: { code: "UNAVAILABLE" },
  });
});

test("what is asked too often says when it may be asked again, however it is wrapped", () => {
  const shown = {
    message: "Too many requests come from this address; the limit is 10 in 60 seconds. Try again in 3 seconds.",
    extensions: { code: "RATE_LIMITED", retryAfter: 3 },
  };
  const error = new RateLimited("Too many requests come from this address", { points: 10, seconds: 60 }, 2_100);
  expect([toPublicError(error), toPublicError(new GraphQLError(error.message, { originalError: error }))]).toEqual([
    shown,
    shown,
  ]);
});

test("a refusal of Apollo Server's that has a status and no code is a BAD_REQUEST", () => {
  const error = new GraphQLError("provided sha does not match query", { extensions: { http: { status: 400 } } });
  expect(toPublicError(error).extensions).toEqual({ code: "BAD_REQUEST" });
});

test.each([
  ['Cannot query field "titel" on type "Movie". Did you mean "title"?', 'Cannot query field "titel" on type "Movie".'],
  [
    'Unknown argument "x" on field "Query.a". Did you mean "y", "z", or "w"?',
    'Unknown argument "x" on field "Query.a".',
  ],
  ["Syntax Error: Expected Name.", "Syntax Error: Expected Name."],
])("%s loses what the client may have meant, where suggestions are off", (message, without) => {
  const error = new GraphQLError(message, { extensions: { code: "GRAPHQL_VALIDATION_FAILED" } });
  expect(createErrorFormatter({ suggestions: true })(error).message).toBe(message);
  expect(createErrorFormatter({ suggestions: false })(error).message).toBe(without);
});
