// What is shown to whoever writes a client, run against the real thing.
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import { type Person, register, signInAdmin } from "../environment/people.js";
import { startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { WatchedProcess } from "../environment/watched-process.js";

const environment = openTestEnvironment();
let url: string;
let movieId: string;
let ada: Person;

const file = (path: string) => fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
const RATE = "mutation ($input: RateMovieInput!) { rateMovie(input: $input) { applied } }";

/** A Python with what examples/python/requirements.txt names; .ci/run makes one. */
const { MARQUEE_PYTHON: python } = process.env;
if (python === undefined) {
  console.warn("Skipped: examples/python, for MARQUEE_PYTHON names no Python that has its requirements.");
}

const EXAMPLES: readonly (readonly [what: string, command: readonly string[]])[] = [
  ["Apollo Client", [process.execPath, file("dist/apollo-client/main.js")]],
  ["urql", [process.execPath, file("dist/urql/main.js")]],
  ...(python === undefined ? [] : [["Python's gql", [python, file("python/watch_ratings.py")]] as const]),
];

beforeAll(async () => {
  url = (await startAllInOne(environment, { DATA_DIR: await environment.folder() })).url;
  const client = new GraphqlClient({ url, dispatcher: environment.agent });
  movieId = (await addMovies(await signInAdmin(client), [{ title: "The Matrix" }]))[0] ?? "";
  ada = await register(client, "ada");
});

test("the schema that examples are made from is the one that is served", async () => {
  const served = await (await fetch(`${url}/schema.graphql`)).text();
  expect(served).toBe(await readFile(file("../schema/api.graphql"), "utf8"));
});

describe.each(EXAMPLES)("%s", (_what, command) => {
  test("finds a film, and sees it rated", async () => {
    const example = new WatchedProcess([...command, url, "matrix"], {});
    environment.onDispose(() => example.end("SIGKILL"));
    expect((await example.until("stdout", /^(\[.*\])\n/))[1]).toContain("The Matrix");
    await example.until("stdout", /"live": ?true/);
    await ada.client.request(RATE, { input: { movieId, score: 1 + (example.pid % 10) } });
    const [event] = await example.until("stdout", /.*RatingEvent.*\n/);
    expect(JSON.parse(event)).toMatchObject({
      score: 1 + (example.pid % 10),
      movie: { title: "The Matrix" },
      user: { name: "ada" },
    });
    expect(example.output.stderr).toBe("");
  });
});

test("the Python one compiles, where there is a Python", async ({ skip }) => {
  const plain = python ?? ["/usr/bin/python3", "/usr/local/bin/python3"].find((path) => existsSync(path));
  if (plain === undefined) return skip("There is no Python here.");
  const check = `import ast, sys; ast.parse(open(sys.argv[1]).read())`;
  const example = new WatchedProcess([plain, "-c", check, file("python/watch_ratings.py")], {});
  expect([await example.exited, example.output.stderr]).toEqual([{ code: 0, signal: null }, ""]);
});
