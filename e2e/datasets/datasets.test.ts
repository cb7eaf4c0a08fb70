// Files are uploaded, imported, imported again, cancelled and deleted, through the real processes; the server is killed in between.
import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { GraphqlClient } from "../environment/graphql-client.js";
import { lookAgain } from "../environment/look-again.js";
import { register, signInAdmin } from "../environment/people.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { commandsBelow } from "../readme/readme-blocks.js";
import { DatasetClient } from "./dataset-client.js";
import { FILES, manyRatings } from "./hand-written-movielens.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });
const environment = openTestEnvironment();
let env: Record<string, string>;
let server: Server;
let admin: DatasetClient;
let client: GraphqlClient;

async function start(): Promise<void> {
  server = await startAllInOne(environment, env);
  client = new GraphqlClient({ url: server.url, dispatcher: environment.agent });
  admin = new DatasetClient(environment, server.url, await signInAdmin(client));
}

beforeAll(async () => {
  env = { DATA_DIR: await environment.folder() };
  await start();
});

const SUMMARY = `query($id: ID!) { movieByExternalId(source: "imdb", id: $id) { title ratingSummary { count average } } }`;

async function summaryOf(id: string): Promise<{ title: string; count: number; average: number | null } | null> {
  const { movieByExternalId: movie } = await client.request<{
    movieByExternalId: { title: string; ratingSummary: { count: number; average: number | null } } | null;
  }>(SUMMARY, { id });
  return movie === null ? null : { title: movie.title, ...movie.ratingSummary };
}

/** Resolves when projectors have folded so many ratings of it; what never comes is the test's own timeout. */
async function untilRated(id: string, count: number) {
  for (;;) {
    const summary = await summaryOf(id);
    if (summary?.count === count) return summary;
    await lookAgain();
  }
}

const done = ({ state }: { state: string }) => state === "IMPORTED";

test("an upload is imported: its ratings show, and importing it again changes nothing", async () => {
  await admin.uploadAll("small", FILES);
  await admin.ask("importDataset", "small");
  const imported = await admin.until("small", done);
  expect(imported).toMatchObject({ progress: 1, error: null });
  expect(imported.rows.rejected).toBeGreaterThanOrEqual(1);
  expect(imported.rows.read).toBeGreaterThanOrEqual(imported.rows.accepted + imported.rows.rejected);
  expect(await untilRated("tt9900001", 2)).toEqual({ title: "The Lantern Hill", count: 2, average: 9 });
  expect(await untilRated("tt9900002", 1)).toMatchObject({ average: 1 });

  await admin.ask("importDataset", "small");
  const again = await admin.until("small", done);
  expect(again.rows).toEqual(imported.rows);
  expect(await summaryOf("tt9900001")).toMatchObject({ count: 2, average: 9 });
});

describe("whoever is no administrator", () => {
  test("uploads, sees and imports nothing", async () => {
    const person = await register(client, "mia");
    const user = new DatasetClient(environment, server.url, person);
    const upload = await user.upload("mine", "ratings.csv", "userId");
    expect([upload.status, upload.errors[0]?.extensions?.code]).toEqual([403, "FORBIDDEN"]);
    for (const query of [
      "{ datasets { nodes { id } } }",
      'mutation { importDataset(input: { id: "small" }) { dataset { id } } }',
    ]) {
      const { errors } = await person.client.send(query);
      expect(errors[0]?.extensions?.code).toBe("FORBIDDEN");
    }
    await expect(user.until("small", () => true)).rejects.toThrow("FORBIDDEN");
  });
});

test("the command of the README uploads a file", async () => {
  const folder = await environment.folder();
  await writeFile(join(folder, "ratings.csv"), FILES["ratings.csv"] ?? "");
  const { token } = await signInAdmin(client);
  const [command = ""] = commandsBelow("Datasets");
  const here = command.replaceAll("http://127.0.0.1:4000", server.url);
  const { stdout } = await promisify(execFile)("sh", ["-c", here], {
    cwd: folder,
    env: { PATH: process.env.PATH, TOKEN: token },
  });
  expect(JSON.parse(stdout)).toMatchObject({ id: "my-ratings", state: "STORED", files: [{ name: "ratings.csv" }] });
});

test("the server is killed while it imports: the import goes on when it is there again, and nothing counts twice", async () => {
  const users = 30_000;
  await admin.uploadAll("large", { ...FILES, "ratings.csv": manyRatings(users) });
  await admin.ask("importDataset", "large");
  await admin.until("large", ({ rows }) => rows.read > 0);
  await server.process.end("SIGKILL");
  await start();
  await admin.until("large", done);
  expect(await untilRated("tt9900001", 2 + users / 2)).toMatchObject({ title: "The Lantern Hill" });
});

test("a cancelled import ends, and may be taken up again", async () => {
  await admin.uploadAll("long", { ...FILES, "ratings.csv": manyRatings(20_000) });
  await admin.ask("importDataset", "long");
  await admin.until("long", ({ state }) => state === "IMPORTING");
  await admin.ask("cancelImport", "long");
  expect(["CANCELLED", "IMPORTED"]).toContain(
    (await admin.until("long", ({ state }) => state !== "CANCELLING" && state !== "IMPORTING")).state,
  );
});

test("what a deleted dataset brought is gone, and what others brought stands", async () => {
  await admin.ask("deleteDataset", "large");
  await admin.ask("deleteDataset", "long").catch(() => {});
  await admin.until("large", ({ state }) => state === "DELETED");
  expect(await untilRated("tt9900001", 2)).toEqual({ title: "The Lantern Hill", count: 2, average: 9 });
});
