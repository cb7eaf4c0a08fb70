import { GraphQLError } from "graphql";
import { expect, test } from "vitest";
import type { SubscriptionPlan } from "../execution/federated-executor.js";
import { type Completion, completeEvent } from "./complete-event.js";

const feed = { cursor: "c", positions: [[0, 1, 0]] as const, live: true };

function completion(executeEvent: SubscriptionPlan["executeEvent"], hidden: unknown[] = []): Completion {
  return {
    plan: {
      subgraph: "s",
      operation: "",
      operationName: undefined,
      variableNames: [],
      viewerDependent: false,
      conflatable: false,
      gapOf: undefined,
      executeEvent,
    },
    variables: {},
    context: { viewer: null, requestId: "r" },
    tries: 3,
    budgetMs: 20,
    signal: new AbortController().signal,
    onExecution() {},
    onHidden: (error) => hidden.push(error),
  };
}

test("errors that are not for clients are hidden, told, and not tried again", async () => {
  const hidden: unknown[] = [];
  let executions = 0;
  const error = new GraphQLError("password: hunter2", { path: ["a"] });
  const { json, failed } = await completeEvent(
    { event: { data: { a: 1 } }, feed },
    completion(async () => {
      executions += 1;
      return { data: { a: null }, errors: [error] };
    }, hidden),
  );
  expect(JSON.parse(json)).toEqual({
    data: { a: null },
    errors: [
      { message: expect.not.stringContaining("hunter2"), path: ["a"], extensions: { code: "INTERNAL_SERVER_ERROR" } },
    ],
  });
  expect([hidden, executions, failed]).toEqual([[error], 1, true]);
});

test("an executor that throws does not stop the feed", async () => {
  const hidden: unknown[] = [];
  const { json } = await completeEvent(
    { event: { data: { a: 1 } }, feed },
    completion(() => Promise.reject(new Error("a defect")), hidden),
  );
  expect(JSON.parse(json)).toEqual({
    data: null,
    errors: [{ message: expect.any(String), extensions: { code: "INTERNAL_SERVER_ERROR" } }],
  });
  expect(hidden).toHaveLength(1);
});
