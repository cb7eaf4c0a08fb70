import type { ExecutionResult } from "graphql";
import { GraphQLError } from "graphql";
import { beforeEach, expect, test } from "vitest";
import type { SubscriptionPlan } from "../execution/federated-executor.js";
import type { Completion } from "./complete-event.js";
import type { UpstreamItem } from "./live-item.js";
import { type CompleteEvent, shareCompletions } from "./share-completions.js";

let executions = 0;
let answer: (event: ExecutionResult) => Promise<ExecutionResult>;
let complete: CompleteEvent;

beforeEach(() => {
  executions = 0;
  answer = async ({ data }) => ({ data: { ...data, title: "Metropolis" } });
  complete = shareCompletions({ bytes: 2_000, forMs: 60_000 }, () => {});
});

const executeEvent: SubscriptionPlan["executeEvent"] = (event) => {
  executions += 1;
  return answer(event);
};

const completion: Completion = {
  plan: { executeEvent } as SubscriptionPlan,
  variables: {},
  context: { viewer: null, requestId: "r" },
  tries: 1,
  budgetMs: 20,
  signal: new AbortController().signal,
  onExecution() {},
  onHidden() {},
};

function item(eventId: string | undefined, cursor: string, data: Record<string, unknown> = { cursor }): UpstreamItem {
  const feed = { cursor, positions: [[0, 1, 0]] as const, live: true, ...(eventId === undefined ? {} : { eventId }) };
  return { event: { data }, feed };
}

const tell = async (...given: Parameters<typeof item>) => (await complete("s", item(...given), completion)).payload;

test("an event is completed once for all feeds that show the same of it, and each tells its own cursor", async () => {
  const payloads = await Promise.all([tell("e1", "a"), tell("e1", "b"), tell("e1", "a")]);
  payloads.push(await tell("e1", "c"));
  expect(executions).toBe(1);
  expect(payloads.map((payload) => JSON.parse(payload?.json ?? "").data)).toEqual(
    ["a", "b", "a", "c"].map((cursor) => ({ cursor, title: "Metropolis" })),
  );
});

test("who tells the same cursor, or none, sends the same bytes", async () => {
  const withCursor = await Promise.all([tell("e1", "a"), tell("e1", "a")]);
  expect(withCursor[0]).toBe(withCursor[1]);
  const without = await Promise.all([tell("e2", "a", { score: 9 }), tell("e2", "b", { score: 9 })]);
  expect(without[0]).toBe(without[1]);
  expect(executions).toBe(2);
});

test("another event, another selection and another word on the same event are completed each for itself", async () => {
  await Promise.all([tell("e1", "a", { score: 9 }), tell("e2", "a", { score: 9 }), tell("e1", "a", { score: 8 })]);
  await complete("other", item("e1", "a", { score: 9 }), completion);
  expect(executions).toBe(4);
});

test("what has no event's id is nobody else's", async () => {
  await Promise.all([tell(undefined, "a", { live: true }), tell(undefined, "a", { live: true })]);
  expect(executions).toBe(2);
});

test("a note of where the feed stands, without data or errors, is for the gateway alone", async () => {
  const note: UpstreamItem = { event: {}, feed: { cursor: "c", positions: [[0, 1, 0]], live: true } };
  expect(await complete("s", note, completion)).toEqual({
    payload: undefined,
    cursor: "c",
    positions: [[0, 1, 0]],
    live: true,
  });
  expect(executions).toBe(0);
});

test("an event that failed is completed anew for whoever comes later", async () => {
  const whole = answer;
  answer = async () => ({ data: null, errors: [new GraphQLError("away", { extensions: { code: "UNAVAILABLE" } })] });
  const [first, second] = await Promise.all([tell("e1", "a"), tell("e1", "b")]);
  expect(executions).toBe(1);
  expect([first, second].map((payload) => JSON.parse(payload?.json ?? "").errors[0].message)).toEqual(["away", "away"]);
  answer = whole;
  expect(JSON.parse((await tell("e1", "b"))?.json ?? "").data.title).toBe("Metropolis");
});

test("what is kept is bounded: the oldest events are completed anew", async () => {
  for (let nth = 0; nth < 20; nth += 1) await tell(`e${nth}`, "a");
  await tell("e19", "b");
  expect(executions).toBe(20);
  await tell("e0", "b");
  expect(executions).toBe(21);
});
