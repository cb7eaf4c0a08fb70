import { AppError } from "@marquee/platform/errors/app-error.js";
import { GraphQLError } from "graphql";
import { expect, test } from "vitest";
import { toPublicError } from "./public-error.js";

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
