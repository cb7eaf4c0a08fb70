import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type FakeStep, progress, report } from "./testing/fake-loader.js";
import { openTestDatasets, type TestDatasets, USER } from "./testing/open-test-datasets.js";

let open: TestDatasets;
beforeAll(async () => {
  open = await openTestDatasets();
});
afterAll(() => open.close());

let id: string;
let count = 0;
beforeEach(async () => {
  id = `d${++count}`;
  await open.upload(id, "ratings.csv");
});

/** Resolves when its load process runs. */
const begin = async (...plan: FakeStep[][]) => {
  const before = (await open.loader.starts()).length;
  await open.loader.plan(...plan);
  await open.ask("importDataset", { id });
  return { starts: async () => (await open.loader.starts()).slice(before) };
};
const statesOf = (items: { state: string }[]) => [...new Set(items.map(({ state }) => state))];

const DONE: FakeStep[] = [report({ read: 100, accepted: 100 }), { exit: 0 }];
const HANGS: FakeStep[] = [progress(40), "hang"];
const refusal = (code: string) => ({ dataset: null, userErrors: [{ code, field: ["input", "id"] }] });

describe("an import", () => {
  test("loads all files of the dataset under its name, and tells what became of the rows", async () => {
    await open.loader.plan([progress(60), report({ read: 100, accepted: 97, rejected: { A: 2, B: 1 } }), { exit: 3 }]);
    await open.upload("ml", "ratings.csv", "x".repeat(30));
    await open.upload("ml", "movies.csv", "y".repeat(12));
    const asked = await open.ask("importDataset", { id: "ml", kind: "NETFLIX_TOP10" });
    expect(asked.userErrors).toEqual([]);
    const items = await open.until("ml", "IMPORTED");
    expect(items.at(-1)).toMatchObject({
      ...{ kind: "MOVIELENS", bytes: 42, progress: 1, error: null },
      files: [
        { name: "movies.csv", bytes: 12 },
        { name: "ratings.csv", bytes: 30 },
      ],
      rows: { read: 100, accepted: 97, rejected: 3 },
    });
    const args = (await open.loader.starts()).at(-1) ?? [];
    const files = ["ml/movies.csv", "ml/ratings.csv"];
    const expected = ["netflix-top10", ...files, "--dataset", "ml", "--json"];
    expect(args.map((arg) => arg.replace(/^.*\/files\//, ""))).toEqual(expected);
  });

  test("is one at a time; the others wait for their turn", async () => {
    await begin(HANGS, DONE);
    await open.until(id, "HEARD");
    await open.upload("two", "ratings.csv");
    const { dataset } = await open.ask("importDataset", { id: "two" });
    expect(dataset.state).toBe("QUEUED");
    await open.ask("cancelImport", { id });
    expect((await open.until("two", "IMPORTED")).at(-1).rows.read).toBe(100);
  });

  test("is refused for what has no files, and while it runs", async () => {
    expect(await open.ask("importDataset", { id: "nothing" })).toEqual(refusal("NOT_FOUND"));
    expect(await open.ask("cancelImport", { id })).toEqual(refusal("CONFLICT"));
    await begin(HANGS);
    expect(await open.ask("importDataset", { id })).toEqual(refusal("CONFLICT"));
    await expect(open.upload(id, "more.csv")).rejects.toMatchObject({ status: 409 });
    await open.ask("cancelImport", { id });
    await open.until(id, "CANCELLED");
  });

  test("that several ask for at once is the one that came first", async () => {
    await open.loader.plan(HANGS);
    const asked = await Promise.all([1, 2, 3].map(() => open.ask("importDataset", { id })));
    expect(asked.filter(({ dataset }) => dataset !== null)).toHaveLength(1);
    await open.ask("cancelImport", { id });
    await open.until(id, "CANCELLED");
  });
});

describe("a load process", () => {
  test("that is killed is started again", async () => {
    const { starts } = await begin([progress(10), { exit: 137 }], [progress(20), ...DONE]);
    await open.until(id, "IMPORTED");
    expect(await starts()).toHaveLength(2);
  });

  test("that is used wrongly has failed, in its own words", async () => {
    const { starts } = await begin([{ complain: "marquee: BAD_USER_INPUT: these files are no dataset" }, { exit: 2 }]);
    expect((await open.until(id, "FAILED")).at(-1)).toMatchObject({ error: "these files are no dataset" });
    expect(await starts()).toHaveLength(1);
  });

  test("that fails again and again has failed, or waits for one that somebody runs by hand", async () => {
    const locked: FakeStep[] = [{ complain: "marquee: DATA_DIR_LOCKED: another load has it" }, { exit: 1 }];
    const damaged: FakeStep[] = [{ complain: "marquee: STORE_DAMAGED: the checkpoint is damaged" }, { exit: 1 }];
    const { starts } = await begin(locked, damaged);
    expect((await open.until(id, "FAILED")).at(-1)).toMatchObject({ error: "the checkpoint is damaged" });
    expect(await starts()).toHaveLength(1 + 1 + 5);
  });
});

test("a cancel ends the load process, keeps the figures, and lets another import go on", async () => {
  await begin(HANGS, DONE);
  await open.until(id, "HEARD");
  const { dataset } = await open.ask("cancelImport", { id });
  expect(["CANCELLING", "CANCELLED"]).toContain(dataset.state);
  expect((await open.until(id, "CANCELLED")).at(-1).rows.read).toBe(40);
  await open.ask("importDataset", { id });
  await open.until(id, "IMPORTED");
});

test("a deletion ends the import, has what it brought taken back, and removes the files", async () => {
  const { starts } = await begin(HANGS, DONE);
  await open.until(id, "HEARD");
  const { dataset } = await open.ask("deleteDataset", { id });
  expect(dataset.state).toBe("DELETING");
  await expect(open.upload(id, "more.csv")).rejects.toMatchObject({ status: 409 });
  const told = statesOf(await open.until(id, "DELETED", { after: dataset.cursor }));
  expect(told.filter((state) => state !== "DELETING")).toEqual(["DELETED"]);
  expect((await starts())[1]).toEqual(["--delete", id, "--json"]);
  expect((await open.stored()).filter((path) => path.startsWith(`files/${id}`))).toEqual([]);
  const { data } = await open.run("query($id: ID!) { datasets(first: 100) { nodes { id } } dataset(id: $id) { id } }", {
    id,
  });
  expect(data.dataset).toBeNull();
  expect(data.datasets.nodes).not.toContainEqual({ id });
  expect(await open.upload(id, "new.csv")).toMatchObject({ id, state: "STORED", files: [{ name: "new.csv" }] });
});

describe("when the process ends", () => {
  test("what was imported is taken up again by the next", async () => {
    const { starts } = await begin(HANGS, [progress(70), ...DONE]);
    await open.until(id, "HEARD");
    await open.restart();
    expect(statesOf(await open.until(id, "IMPORTED"))).toEqual(["IMPORTING", "IMPORTED"]);
    expect(await starts()).toHaveLength(2);
  });

  test("what it was to delete is deleted by the next", async () => {
    await open.loader.plan(HANGS, DONE);
    await open.ask("deleteDataset", { id });
    await open.until(id, "HEARD");
    await open.restart();
    await open.until(id, "DELETED");
  });
});

describe("datasets", () => {
  test("are listed newest first, page by page", async () => {
    for (const name of ["a", "b", "c"]) await open.upload(name, "ratings.csv");
    const query =
      "query($after: Cursor) { datasets(first: 2, after: $after) { nodes { id createdAt } pageInfo { hasNextPage endCursor } } }";
    const all: { id: string; createdAt: string }[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data } = await open.run(query, { after });
      all.push(...data.datasets.nodes);
      ({ hasNextPage: more, endCursor: after } = data.datasets.pageInfo);
    }
    const sorted = all
      .map(({ createdAt }) => createdAt)
      .sort()
      .reverse();
    expect(all.map(({ createdAt }) => createdAt)).toEqual(sorted);
    expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
    expect(all.map((one) => one.id)).toEqual(expect.arrayContaining(["a", "b", "c", id]));
  });

  test.each([
    "{ datasets { nodes { id } } }",
    '{ dataset(id: "d1") { id } }',
    'mutation { importDataset(input: { id: "d1" }) { dataset { id } } }',
    'mutation { cancelImport(input: { id: "d1" }) { dataset { id } } }',
    'mutation { deleteDataset(input: { id: "d1" }) { dataset { id } } }',
  ])("are nothing for others than administrators: %s", async (query) => {
    const codeOf = async (viewer: typeof USER | null) =>
      (await open.run(query, {}, viewer)).errors?.[0].extensions.code;
    expect([await codeOf(null), await codeOf(USER)]).toEqual(["UNAUTHENTICATED", "FORBIDDEN"]);
  });

  test("are watched by administrators alone, only where there is one, and behind a cursor of their own", async () => {
    await expect(open.until(id, "STORED", { viewer: USER })).rejects.toThrow("FORBIDDEN");
    await expect(open.until(id, "STORED", { viewer: null })).rejects.toThrow("UNAUTHENTICATED");
    await expect(open.until("x", "STORED")).rejects.toThrow("NOT_FOUND");
    await expect(open.until(id, "STORED", { after: "x" })).rejects.toThrow("CURSOR_INVALID");
    const [{ cursor }] = await open.until(id, "STORED");
    await open.upload("e", "ratings.csv");
    await expect(open.until("e", "STORED", { after: cursor })).rejects.toThrow("CURSOR_INVALID");
    await begin(DONE);
    expect(statesOf(await open.until(id, "IMPORTED", { after: cursor }))).not.toContain("STORED");
  });
});
