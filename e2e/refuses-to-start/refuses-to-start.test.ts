import { once } from "node:events";
import { copyFile, open, readdir, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { addMovies } from "../environment/catalogue.js";
import { GraphqlClient } from "../environment/graphql-client.js";
import type { Main, MarqueeProcess } from "../environment/marquee-process.js";
import { signInAdmin } from "../environment/people.js";
import { type Server, startAllInOne } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";

const environment = openTestEnvironment();
/** Runs all the time: nothing that another start does may disturb it. */
let running: Server;
let dataDir: string;
/** A DATA_DIR that was in use and was left in order; to be copied. */
let template: string;

beforeAll(async () => {
  dataDir = await environment.folder();
  template = await environment.folder();
  const [, filled] = await Promise.all([
    startAllInOne(environment, { DATA_DIR: dataDir }).then((server) => {
      running = server;
    }),
    startAllInOne(environment, { DATA_DIR: template }),
  ]);
  const client = new GraphqlClient({ url: filled.url, dispatcher: environment.agent });
  await addMovies(
    await signInAdmin(client),
    Array.from({ length: 200 }, (_, index) => ({ title: `Film ${index}`, genres: ["Drama", "Comedy"] })),
  );
  expect(await filled.process.end("SIGTERM")).toEqual({ code: 0, signal: null });
}, 60_000);

async function copyOfTemplate(): Promise<string> {
  const folder = await environment.folder();
  // Of its folders there is one, for the socket that its process listened on.
  const entries = await readdir(template, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile())) {
    await copyFile(join(template, name), join(folder, name));
  }
  return folder;
}

/** Starts what can't start; the one line that it leaves. */
async function refusalOf(env: Record<string, string>, main: Main = "allInOne"): Promise<string> {
  const process = environment.spawn(main, env);
  expect(await process.exited).toEqual({ code: 1, signal: null });
  return oneLine(process);
}

function oneLine({ output }: MarqueeProcess): string {
  expect(output.stdout).not.toContain("ready");
  const lines = output.stderr.split("\n").filter((line) => line !== "");
  expect(lines).toEqual([expect.stringMatching(/^marquee: [A-Z_]+: .{20,}$/)]);
  expect(lines[0]).not.toMatch(/ at .*\.js:\d/);
  return lines[0] ?? "";
}

describe("one clear line, and an exit code, for", () => {
  test.each([
    ["allInOne", "PORT"],
    ["gateway", "PORT"],
    ["subgraphs", "RATINGS_PORT"],
  ] as const)("a port that is in use: %s", async (main, variable) => {
    const occupied = createServer().listen(0, "127.0.0.1");
    await once(occupied, "listening");
    const { port } = occupied.address() as { port: number };
    const env = { DATA_DIR: await environment.folder(), [variable]: String(port) };
    const line = await refusalOf(env, main);
    expect(line).toMatch(new RegExp(`PORT_IN_USE: Port ${port} of 127.0.0.1 is in use.*set ${variable} `));
    const closed = once(occupied, "close");
    occupied.close();
    await closed;
  });

  test("a DATA_DIR that can't be made", async () => {
    const file = join(await environment.folder(), "file");
    await writeFile(file, "not a folder");
    expect(await refusalOf({ DATA_DIR: join(file, "data") })).toMatch(
      /DATA_DIR_UNWRITABLE: The data folder .*file.*set DATA_DIR to another/,
    );
    expect(await readFile(file, "utf8")).toBe("not a folder");
  });

  test.each(["allInOne", "subgraphs"] as const)("a DATA_DIR that another process has: %s", async (main) => {
    const before = await readdir(dataDir);
    const line = await refusalOf({ DATA_DIR: dataDir }, main);
    expect(line).toMatch(
      new RegExp(`DATA_DIR_LOCKED: .*in use by another Marquee \\(process ${running.process.pid}\\).*DATA_DIR`),
    );
    expect(await readdir(dataDir)).toEqual(before);
  });

  test("values that are wrong, all of them at once, without showing a secret", async () => {
    const folder = join(await environment.folder(), "data");
    const line = await refusalOf({
      DATA_DIR: folder,
      PORT: "eighty",
      STORE: "oracle",
      SAMPLE_DATA: "maybe",
      CURSOR_KEYS: "hunter2",
      ADMIN_EMAIL: "nobody",
      FEED_BUFFER: "-1",
    });
    expect(line).toMatch(/^marquee: CONFIG_INVALID: /);
    for (const name of ["PORT", "STORE", "SAMPLE_DATA", "CURSOR_KEYS", "ADMIN_EMAIL", "FEED_BUFFER"]) {
      expect(line).toContain(name);
    }
    expect(line).not.toContain("hunter2");
    await expect(stat(folder)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test.each([
    ["empty", "gateway", () => ""],
    ["cut off", "subgraphs", (text: string) => text.slice(0, 100)],
    ["with a key missing", "allInOne", (text: string) => JSON.stringify({ ...JSON.parse(text), jwtKeys: [] })],
    [
      "with a key changed",
      "gateway",
      (text: string) => text.replace(/"d": "./, (start) => `${start.slice(0, -1)}${start.endsWith("A") ? "B" : "A"}`),
    ],
  ] as const)("a keys.json that is %s, which is kept", async (_what, main, damage) => {
    const folder = await copyOfTemplate();
    const file = join(folder, "keys.json");
    const damaged = damage(await readFile(file, "utf8"));
    await writeFile(file, damaged);
    expect(await refusalOf({ DATA_DIR: folder }, main)).toMatch(
      /CONFIG_INVALID: .*keys\.json is damaged: .*backup, or delete it/,
    );
    expect(await readFile(file, "utf8")).toBe(damaged);
  });

  test("a supergraph that can't be read, or is none", async () => {
    const folder = await environment.folder();
    const file = join(folder, "supergraph.graphql");
    expect(await refusalOf({ DATA_DIR: folder, SUPERGRAPH_PATH: file })).toContain(file);
    await writeFile(file, "type Query { a: Int }");
    expect(await refusalOf({ DATA_DIR: folder, SUPERGRAPH_PATH: file })).toMatch(/CONFIG_INVALID: .*SUPERGRAPH_PATH/);
  });

  test.each([
    ["is no database", (file: string) => overwrite(file, 0, "This is a shopping list, and nothing else at all. ")],
    ["is cut off", async (file: string) => truncate(file, Math.floor((await stat(file)).size / 2))],
    ["has its first pages zeroed", (file: string) => overwrite(file, 4_096, Buffer.alloc(8 * 4_096))],
  ])("a database file that %s, which is left as it is", async (_what, damage) => {
    const folder = await copyOfTemplate();
    const file = join(folder, "marquee.db");
    await damage(file);
    const before = await readFile(file);
    expect(await refusalOf({ DATA_DIR: folder })).toMatch(
      /STORE_DAMAGED: .*marquee\.db is damaged: restore a backup or delete it/,
    );
    expect(before.equals(await readFile(file))).toBe(true);
  });
});

test("pages that are zeroed in the middle of the database are told at the start, or by coded errors where they are read", async () => {
  const folder = await copyOfTemplate();
  const file = join(folder, "marquee.db");
  const { size } = await stat(file);
  // Every other page, from the middle on.
  for (let at = Math.floor(size / 8_192) * 4_096; at < size; at += 8_192)
    await overwrite(file, at, Buffer.alloc(4_096));
  const process = environment.spawn("allInOne", { DATA_DIR: folder });
  const first = await Promise.race([process.exited, process.until("stdout", /GraphQL +(http:\S+)\/graphql/)]);
  if (!Array.isArray(first)) {
    expect(first).toEqual({ code: 1, signal: null });
    expect(oneLine(process)).toContain("STORE_DAMAGED");
    return;
  }
  const client = new GraphqlClient({ url: String(first[1]), dispatcher: environment.agent });
  const { status, errors, text } = await client.send("{ movies(first: 100) { nodes { title genres } } }");
  expect(status).toBe(200);
  expect(text).not.toMatch(/SQLITE|\.js:\d/);
  for (const { extensions } of errors) expect(extensions?.code).toMatch(/^(INTERNAL_SERVER_ERROR|UNAVAILABLE)$/);
  expect((await fetch(`${first[1]}/healthz/live`)).status).toBe(200);
});

test("who was running all the while runs on, and what is in order starts", async () => {
  const client = new GraphqlClient({ url: running.url, dispatcher: environment.agent });
  const admin = await signInAdmin(client);
  expect(await addMovies(admin, [{ title: "Metropolis" }])).toHaveLength(1);

  const again = await startAllInOne(environment, { DATA_DIR: await copyOfTemplate() });
  const fresh = new GraphqlClient({ url: again.url, dispatcher: environment.agent });
  expect(await fresh.request("{ statistics { movies } }")).toEqual({ statistics: { movies: 200 } });
});

async function overwrite(file: string, at: number, bytes: Buffer | string): Promise<void> {
  const handle = await open(file, "r+");
  try {
    await handle.write(Buffer.from(bytes), 0, Buffer.byteLength(bytes), at);
  } finally {
    await handle.close();
  }
}
