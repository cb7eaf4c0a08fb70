// What the README tells a newcomer to type, typed, on the sample that they will have.
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { SUBGRAPHS } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { commandsBelow, readmeBlocks } from "./readme-blocks.js";

const environment = openTestEnvironment();
const root = fileURLToPath(new URL("../..", import.meta.url));
let url: string;
let dataDir: string;
let started = "";

// As the README says: npm start, with everything at its default but the port and the folder.
beforeAll(async () => {
  const [, script] = /npm ci && npm (start)/.exec(commandsBelow("Two commands")[0] ?? "") ?? [];
  dataDir = await environment.folder();
  const marquee = spawn("npm", [script ?? "missing"], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: "0", DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
    // npm and what it starts are ended together.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => marquee.once("close", () => resolve()));
  environment.onDispose(async () => {
    if (marquee.exitCode === null && marquee.pid !== undefined) process.kill(-marquee.pid, "SIGKILL");
    await ended;
  });
  url = await new Promise<string>((resolve, reject) => {
    marquee.stdout.setEncoding("utf8").on("data", (text: string) => {
      started += text;
      const [, address] = /GraphQL +(http:\S+)\/graphql/.exec(started) ?? [];
      if (address !== undefined && started.includes("Administrator")) resolve(address);
    });
    marquee.once("close", () => reject(new Error(`Marquee ended: ${started}`)));
  });
}, 180_000);

/** A server that the README starts with one command, with what it says on stdout and stderr. */
function start(command: string, env: Record<string, string>) {
  const child = spawn("bash", ["-c", `exec ${command}`], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  environment.onDispose(async () => {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await ended;
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
  }
  return {
    says: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(said);
          if (match !== null) resolve(match);
        };
        for (const stream of [child.stdout, child.stderr]) stream.on("data", look);
        child.once("close", () => reject(new Error(`${command} ended: ${said}`)));
        look();
      }),
  };
}

/** Runs a command of the README in a shell in the project's folder, against the server of this test. */
function type(command: string): ChildProcess & { output: () => string } {
  const child = spawn("bash", ["-euo", "pipefail", "-c", command.replaceAll("http://127.0.0.1:4000", url)], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  environment.onDispose(() => child.kill("SIGKILL"));
  return Object.assign(child, { output: () => output });
}

async function run(command: string): Promise<string> {
  const child = type(command);
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code).toBe(0);
  return child.output();
}

interface Answer {
  data: { movieByExternalId: { title: string; ratingSummary: { count: number } } | null };
}

describe("the README", () => {
  it("shows the banner that a start prints", () => {
    const banner = readmeBlocks().find(({ text }) => text.includes("Marquee is ready"));
    for (const line of banner?.text.replaceAll("http://127.0.0.1:4000", url).trimEnd().split("\n") ?? ["none"]) {
      expect(started).toContain(line);
    }
  });

  it("has a first query that answers across subgraphs", async () => {
    const [query = ""] = commandsBelow("First query");
    const { data, errors } = JSON.parse(await run(query));
    expect(errors).toBeUndefined();
    expect(data.searchMovies.nodes.map(({ title }: { title: string }) => title)).toContain("The Matrix");
    expect(data.searchMovies.nodes[0]).toMatchObject({
      ratingSummary: { count: expect.any(Number) },
      reviews: { nodes: [{ author: { name: expect.stringContaining("Synthetic") } }, expect.anything()] },
    });
  });

  it("has a first mutation that shows on the first subscription", async () => {
    const [watch = ""] = commandsBelow("First live subscription");
    const listener = type(watch.replace("watch-ratings.mjs", `watch-ratings.mjs ${url}`));
    const lineWith = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const look = () => {
          const line = listener
            .output()
            .split("\n")
            .find((candidate) => candidate.includes(text));
          if (line !== undefined) resolve(line);
        };
        listener.stdout?.on("data", look);
        listener.once("close", () => reject(new Error(`The listener ended: ${listener.output()}`)));
        look();
      });
    await lineWith('"live":true');

    const [signUp = "", rate = ""] = commandsBelow("First mutation");
    const { data } = JSON.parse(await run(`${signUp}\n${rate}`));
    expect(data.rateMovie).toMatchObject({
      applied: true,
      rating: { score: 9, user: { name: "Reader" }, movie: { title: "The Matrix" } },
      userErrors: [],
    });
    expect(JSON.parse(await lineWith('"kind":"ADDED"'))).toMatchObject({
      score: 9,
      movie: { title: "The Matrix" },
      user: { name: "Reader" },
      summary: data.rateMovie.movie.ratingSummary,
    });
  });

  it("has a search that forgives slips, and a filtered list", async () => {
    const [query = ""] = commandsBelow("Finding movies");
    const { data, errors } = JSON.parse(await run(query));
    expect(errors).toBeUndefined();
    for (const { title } of data.searchMovies.nodes) expect(title).toContain("The Lord of the Rings");
    expect(data.searchMovies.nodes).toHaveLength(3);
    const years = data.movies.nodes.map(({ releaseYear }: { releaseYear: number }) => releaseYear);
    expect(years).toEqual([...years].sort((a, b) => b - a));
    expect(years.at(-1)).toBeGreaterThanOrEqual(2010);
  });

  it("loads a dataset while it runs, with the command that it names", async () => {
    const [load = ""] = commandsBelow("Loading datasets");
    const folder = await environment.folder();
    await writeFile(join(folder, "movies.csv"), 'movieId,title,genres\r\n900,"Harbour Light, The (1987)",Drama\r\n');
    const ratings = "1,900,4.5,964982703\r\n2,900,3.0,964982704\r\n";
    await writeFile(join(folder, "ratings.csv"), `userId,movieId,rating,timestamp\r\n${ratings}`);
    const said = await run(`DATA_DIR=${dataDir} ${load.replace("ml-latest-small", folder)}`);
    expect(said).toContain("ratings.csv: 2 read, 2 accepted");
    expect(said).toMatch(/projectors that run fold it into the tables\.\n$/);
    const query = `{ movieByExternalId(source: "movielens", id: "900") { title ratingSummary { count average } } }`;
    for (let count = 0; count < 2; ) {
      const answer = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
      const { movieByExternalId: movie } = ((await answer.json()) as Answer).data;
      count = movie?.ratingSummary.count ?? 0;
      if (count === 2) expect(movie).toEqual({ title: "The Harbour Light", ratingSummary: { count: 2, average: 7.5 } });
    }
  });

  it("runs in two processes, with the commands that it names", async () => {
    const [subgraphs = "", gateway = ""] = commandsBelow("In two processes");
    const env = { DATA_DIR: await environment.folder(), SAMPLE_DATA: "off", PORT: "0" };
    const ports = Object.fromEntries(SUBGRAPHS.map((name) => [`${name.toUpperCase()}_PORT`, "0"]));
    const backend = start(subgraphs, { ...env, ...ports });
    await backend.says(/The subgraphs are ready/);
    const urls: Record<string, string> = {};
    for (const name of SUBGRAPHS) {
      const [, address = ""] = await backend.says(new RegExp(`${name} +(http:\\S+/graphql)`));
      urls[`${name.toUpperCase()}_URL`] = address;
    }
    const front = start(gateway, { ...env, ...urls });
    const [, address] = await front.says(/"url":"(http:[^"]+)".*"msg":"the gateway is listening"/);
    const answer = await fetch(`${address}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{ "query": "{ statistics { movies users } }" }',
    });
    expect(await answer.json()).toMatchObject({ data: { statistics: { movies: 0 } } });
  }, 120_000);

  it("has no command that nothing runs", () => {
    const above = [
      "Two commands",
      "First query",
      "First mutation",
      "First live subscription",
      "Finding movies",
      "Loading datasets",
      "In two processes",
    ];
    const typed = ["e2e/readme/engines.int.test.ts", 'commandsBelow("On Cassandra and Kafka")'] as const;
    const [upload = ""] = commandsBelow("Datasets");
    const elsewhere: Record<string, readonly [file: string, how: string]> = {
      [upload.trim()]: ["e2e/datasets/datasets.test.ts", 'commandsBelow("Datasets")'],
      "npm ci && npm test": [".ci/run", "\ntests test\n"],
      "npm run engines -- start": typed,
      "env $(npm run -s engines -- env) npm start": typed,
      "npm run engines -- stop": typed,
    };
    for (const { section, language, text } of readmeBlocks()) {
      if (language !== "sh" || (above.includes(section) && text.trim() !== "npm ci && npm test")) continue;
      const [file = "", how] = elsewhere[text.trim()] ?? [];
      expect(file, text).not.toBe("");
      expect(readFileSync(new URL(`../../${file}`, import.meta.url), "utf8")).toContain(how);
    }
  });

  it("names commands, folders and tests that exist", async () => {
    const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
    const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    const named = [...readme.matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(([, name = ""]) => name);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const listed = Object.keys(scripts).filter(
      (name) => !/^(prepare|build|pretest|test|start|check:(style|types|schema|packages|arrows|env))$/.test(name),
    );
    expect(listed.filter((name) => !named.includes(name))).toEqual([]);
    const paths = [...readme.matchAll(/`([\w.-]+\/[\w./*<>-]*)`/g)].map(([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(15);
    const missing = await run(
      `for path in ${paths.filter((path) => !path.includes("<")).join(" ")}; do ls -d $path >/dev/null 2>&1 || echo $path; done`,
    );
    expect(missing).toBe("");
  });
});
