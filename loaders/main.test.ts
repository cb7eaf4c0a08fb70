// The command as it is typed: each flag once, through the real process.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { openLogOfDataDir } from "@marquee/platform/engines/open-log-of-data-dir.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { openTempFolder, type TempFolder } from "@marquee/platform/testing/temp-folder.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BundledProgram, bundleProgram } from "./testing/bundle-program.js";

const MOVIES = `movieId,title,genres\r
1,"Matrix, The (1999)",Action|Sci-Fi\r
2,Heat (1995),Crime\r
3,Nobody's Film,(no genres listed)\r
`;
// One has too many stars, one is of a title that nobody knows.
const RATINGS = `userId,movieId,rating,timestamp\r
1,1,4.5,964982703\r
1,2,0.5,964982704\r
2,1,11.0,964982705\r
2,2,5.0,964982706\r
3,99,3.0,964982707\r
`;

let program: BundledProgram;
let folder: TempFolder;
let files: string;

beforeAll(async () => {
  program = await bundleProgram(fileURLToPath(new URL("./main.ts", import.meta.url)));
  folder = await openTempFolder();
  files = join(folder.path, "files");
  await mkdir(files);
  await writeFile(join(files, "movies.csv"), MOVIES);
  await writeFile(join(files, "ratings.csv"), RATINGS);
});
afterAll(async () => {
  await folder.close();
  await program.close();
});

interface Run {
  child: ChildProcessByStdio<null, Readable, Readable>;
  ended: Promise<{ code: number | null; out: string; err: string }>;
}

function start(dataDir: string, ...args: string[]): Run {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(process.execPath, [program.path, ...args], {
    env: { PATH, HOME, DATA_DIR: join(folder.path, dataDir) },
    cwd: folder.path,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.out += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.err += text;
  });
  return { child, ended: once(child, "close").then(([code]) => ({ code, ...said })) };
}

const load = (dataDir: string, ...args: string[]) => start(dataDir, ...args).ended;

async function messagesIn(dataDir: string): Promise<Record<string, number>> {
  const opened = await openLogOfDataDir({
    dataDir: join(folder.path, dataDir),
    partitions: 4,
    clock: systemClock,
    logger: silentLogger,
  });
  const counts: Record<string, number> = {};
  for (const topic of [TOPICS.movies, TOPICS.users, TOPICS.ratings]) {
    counts[topic] = 0;
    await readToEnd(opened.log, topic, (messages) => {
      counts[topic] = (counts[topic] ?? 0) + messages.length;
    });
  }
  await opened.close();
  return counts;
}

const rejectsIn = (text: string) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

const lastLine = (text: string) => JSON.parse(text.trim().split("\n").at(-1) ?? "");

describe("npm run load", () => {
  it("--help shows every flag, kind and exit code, with examples", async () => {
    const { code, out } = await load("none", "--help");
    expect(code).toBe(0);
    for (const word of [
      "--dataset",
      "--dry-run",
      "--limit",
      "--encoding",
      "--rejects",
      "--json",
      "netflix-top10",
      "130",
    ]) {
      expect(out).toContain(word);
    }
    expect(out).toContain("npm run load -- movielens");
  });

  it.each([
    [["--speed", "9"], "--speed"],
    [[], "Name the files"],
    [["movielens", ".", "--limit", "many"], "--limit many"],
    [["movielens", ".", "--dataset", "My Films"], "--dataset My Films"],
    [["movielens", "not-there.csv"], "not-there.csv"],
    [["movielens", ".", "--rejects", "no/such/folder.jsonl"], "no/such/folder.jsonl"],
  ])("ends with 2 where it is used wrongly: %j", async (args, says) => {
    const { code, err, out } = await load("wrong", ...args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^marquee: BAD_USER_INPUT: .*\n$/);
    expect(err).toContain(says);
  });

  it("loads a folder whose kind it finds out, lists what it rejects, ends with 3, and changes nothing again", async () => {
    const first = await load("data", files, "--rejects", join(folder.path, "rejects.jsonl"));
    expect(first.code).toBe(3);
    expect(first.out).toContain("movies.csv: 3 read, 3 accepted");
    expect(first.out).toContain("ratings.csv: 5 read, 3 accepted, 0 duplicate, 2 rejected");
    expect(first.out).toMatch(/in all: 8 read, 6 accepted/);
    expect(first.out).toMatch(/its next start folds it into the tables\.\n$/);
    // Not on a terminal: lines, and no control characters.
    for (const control of ["\r", "\x1b"]) expect(first.err).not.toContain(control);
    expect(rejectsIn(await readFile(join(folder.path, "rejects.jsonl"), "utf8"))).toMatchObject([
      { file: "ratings.csv", line: 4, reason: "RATING_OUT_OF_RANGE", raw: expect.stringContaining("11.0") },
      { file: "ratings.csv", line: 6, reason: "UNKNOWN_TITLE", detail: expect.stringContaining("99") },
    ]);
    const loaded = await messagesIn("data");
    expect(loaded).toEqual({ [TOPICS.movies]: 3, [TOPICS.users]: 2, [TOPICS.ratings]: 2 });

    const second = await load("data", "movielens", files);
    expect(second.code).toBe(3);
    expect(second.out).toContain("Already loaded.");
    expect(await messagesIn("data")).toEqual(loaded);
  });

  it("is refused at once, with 2, while the dataset is being taken back", async () => {
    const imports = join(folder.path, "withdrawing", "imports", "movielens");
    await mkdir(imports, { recursive: true });
    await writeFile(join(imports, "withdrawal.json"), "{}");
    const { code, err } = await load("withdrawing", "movielens", files);
    expect([code, err]).toEqual([2, expect.stringContaining("--delete movielens")]);
  });

  it("--dry-run reads and lists, and writes nothing", async () => {
    const { code, out } = await load("dry", files, "--dry-run", "--rejects", join(folder.path, "dry.jsonl"));
    expect([code, out]).toEqual([3, expect.stringContaining("A dry run: nothing was sent")]);
    expect(rejectsIn(await readFile(join(folder.path, "dry.jsonl"), "utf8"))).toMatchObject([
      { reason: "RATING_OUT_OF_RANGE" },
    ]);
    expect(await messagesIn("dry")).toEqual({ [TOPICS.movies]: 0, [TOPICS.users]: 0, [TOPICS.ratings]: 0 });
  });

  it("--limit, --dataset, --encoding and --json", async () => {
    const args = ["movielens", files, "--limit", "2", "--dataset", "mine", "--encoding", "utf-8", "--json"];
    const { code, out } = await load("limited", ...args);
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(new Set(lines.map(({ type }) => type))).toEqual(new Set(["progress", "stage", "report"]));
    expect(lines.at(-1)).toMatchObject({
      type: "report",
      complete: true,
      dataset: "mine",
      kind: "movielens",
      counts: { read: 4, accepted: 4, titles: 2, ratings: 2, rejected: {} },
    });
    expect(await messagesIn("limited")).toMatchObject({ [TOPICS.users]: 1 });
  });

  it.each(["SIGINT", "SIGTERM"] as const)("%s stops it with 130, and it says how to go on", async (signal) => {
    const rows = Array.from({ length: 40_000 }, (_, n) => `${n >> 3},${1 + (n % 3)},4.0,${964_982_703 + n}\n`);
    const many = join(folder.path, "many");
    await mkdir(many, { recursive: true });
    await writeFile(join(many, "movies.csv"), MOVIES);
    await writeFile(join(many, "ratings.csv"), `userId,movieId,rating,timestamp\n${rows.join("")}`);
    const dataDir = `stopped by ${signal}`;
    const { child, ended } = start(dataDir, many, "--json");
    child.stdout.once("data", () => child.kill(signal));
    const { code, out } = await ended;
    expect([code, lastLine(out)]).toMatchObject([
      130,
      { complete: false, goesOnWith: `npm run load -- ${many} --json` },
    ]);
    const { code: later, out: rest } = await load(dataDir, many, "--json");
    expect([later, lastLine(rest)]).toMatchObject([0, { complete: true, counts: { read: 40_003, accepted: 40_003 } }]);
  });
});
