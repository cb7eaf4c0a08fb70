import { AppError } from "@marquee/platform/errors/app-error.js";
import type { SubgraphRequest } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { type ExecutionResult, GraphQLError } from "graphql";
import { beforeEach, expect, test } from "vitest";
import { joinEntityFetches } from "./join-entity-fetches.js";

const TITLES = "query($representations:[_Any!]!){_entities(representations:$representations){...on Movie{title}}}";
const ALICE = { userId: "alice", roles: ["USER"], expiresAt: 1 } as const;

/** What the subgraph was sent, to be answered when the test says so. */
let sent: {
  ids: unknown[];
  request: SubgraphRequest;
  answer(result?: ExecutionResult): void;
  fail(error: Error): void;
}[];
let fetch: (ids: readonly string[], rest?: Partial<SubgraphRequest>) => Promise<ExecutionResult>;
let joined = 0;

const titles = (ids: readonly unknown[]) => ids.map((id) => ({ title: `Film ${id}` }));
const entities = (ids: readonly unknown[]) => ({ data: { _entities: titles(ids) } });

beforeEach(() => {
  sent = [];
  joined = 0;
  setUp(60_000);
});

function setUp(waitMs: number): void {
  const execute = joinEntityFetches(
    (request) =>
      new Promise((resolve, reject) => {
        const ids = ((request.variables?.representations ?? []) as { id: string }[]).map(({ id }) => id);
        sent.push({ ids, request, answer: (result = entities(ids)) => resolve(result), fail: reject });
      }),
    { representations: 5, waitMs },
    () => {
      joined += 1;
    },
  );
  fetch = (ids, { variables, ...rest } = {}) => {
    const representations = ids.map((id) => ({ __typename: "Movie", id }));
    return execute({
      query: TITLES,
      viewer: null,
      requestId: ids.join(),
      ...rest,
      variables: { ...variables, representations },
    });
  };
}

const turn = () => new Promise(setImmediate);

/** The first goes alone; what follows waits for it. */
async function behindAnother<Results>(others: () => Promise<Results>): Promise<Results> {
  const first = fetch(["first"]);
  await turn();
  const results = others();
  await turn();
  expect(sent.map(({ ids }) => ids)).toEqual([["first"]]);
  sent.shift()?.answer();
  expect(await first).toEqual(entities(["first"]));
  await turn();
  return results;
}

test("the first goes at once; those that come while it is under way go together, and each gets its own", async () => {
  const results = behindAnother(() => Promise.all([fetch(["1", "2"]), fetch(["3"]), fetch(["1"])]));
  while (sent[0]?.ids.length !== 4) await turn();
  expect(sent.map(({ ids, request }) => [ids, request.requestId])).toEqual([[["1", "2", "3", "1"], "1,2"]]);
  sent[0]?.answer();
  expect(await results).toEqual([entities(["1", "2"]), entities(["3"]), entities(["1"])]);
  expect(joined).toBe(2);
});

/** Of two fetches, ["1", "2"] and ["3"], that go together. */
async function answered(
  answer: (batch: (typeof sent)[number]) => void,
): Promise<PromiseSettledResult<ExecutionResult>[]> {
  const results = behindAnother(async () => Promise.allSettled([fetch(["1", "2"]), fetch(["3"])]));
  while (sent[0]?.ids.length !== 3) await turn();
  const [batch] = sent.splice(0);
  if (batch !== undefined) answer(batch);
  await turn();
  for (const alone of sent) alone.answer();
  return results;
}

test("nulls and errors go to whom they belong, with the paths of a request of its own", async () => {
  const error = new GraphQLError("gone", { path: ["_entities", 2, "title"], extensions: { code: "NOT_FOUND" } });
  const vague = new GraphQLError("slow today");
  const results = await answered(({ answer }) =>
    answer({ data: { _entities: [null, { title: "Film 2" }, null] }, errors: [error, vague] }),
  );
  expect(JSON.parse(JSON.stringify(results.map((result) => result.status === "fulfilled" && result.value)))).toEqual([
    { data: { _entities: [null, { title: "Film 2" }] }, errors: [{ message: "slow today" }] },
    {
      data: { _entities: [null] },
      errors: [
        { message: "gone", path: ["_entities", 0, "title"], extensions: { code: "NOT_FOUND" } },
        { message: "slow today" },
      ],
    },
  ]);
});

test("a subgraph that is away is so for all of them, and is not asked again", async () => {
  const results = await answered(({ fail }) => fail(new AppError("UNAVAILABLE", "away")));
  expect(results.map((result) => result.status === "rejected" && result.reason.message)).toEqual(["away", "away"]);
  expect(sent).toEqual([]);
});

test.each<[string, (batch: (typeof sent)[number]) => void]>([
  ["is too large", ({ fail }) => fail(new AppError("INTERNAL_SERVER_ERROR", "too large"))],
  ["has no data", ({ answer }) => answer({ data: null, errors: [new GraphQLError("refused")] })],
  ["has too few entities", ({ answer }) => answer(entities(["1", "2"]))],
])("where the answer to all %s, each asks for itself", async (_what, answer) => {
  const results = await answered(answer);
  expect(results.map((result) => result.status === "fulfilled" && result.value)).toEqual([
    entities(["1", "2"]),
    entities(["3"]),
  ]);
  expect(sent.map(({ ids }) => ids)).toEqual([["1", "2"], ["3"]]);
});

test("what is asked for otherwise, or for somebody else, goes by itself", async () => {
  const query = TITLES.replace("title", "genres");
  const list = "query($representations:[ID!]!){movies(ids:$representations){title}}";
  const others = [{ query }, { viewer: ALICE }, { variables: { first: 1 } }, { query: list }, { query: list }];
  const results = Promise.all([fetch(["1"]), ...others.map((rest) => fetch(["1"], rest))]);
  await turn();
  expect(sent).toHaveLength(1 + others.length);
  for (const { answer } of sent) answer();
  await results;
  expect(joined).toBe(0);
});

test("a request has no more than so many representations: full, it waits no longer", async () => {
  const all = [["0"], ["1", "2", "3"], ["4", "5", "6"], ["7", "8", "9", "10", "11"]].map((ids) => fetch(ids));
  await turn();
  expect(sent.map(({ ids }) => ids.length)).toEqual([1, 3, 3, 5]);
  for (const { answer } of sent) answer();
  await Promise.all(all);
});

test("one that is stuck holds up the others for a moment only", async () => {
  setUp(5);
  void fetch(["stuck"]);
  const second = fetch(["1"]);
  while (sent.length < 2) await turn();
  sent[1]?.answer();
  expect(await second).toEqual(entities(["1"]));
});
