// The first start is killed in the middle of loading the sample; the next one has it whole, and the one after loads nothing.
import { beforeAll, describe, expect, test } from "vitest";
import { GraphqlClient } from "../environment/graphql-client.js";
import type { MarqueeProcess } from "../environment/marquee-process.js";
import { signInAdmin } from "../environment/people.js";
import { allInOneReady } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { readEverySummary } from "./read-every-summary.js";
import { PAGE_SIZE, readRatings } from "./read-ratings.js";

const SAMPLE = { movies: 17_472, ratings: 201_750, reviews: 20_098, users: 5_001 };
const READY = /Marquee is ready: 17,472 movies, 5,001 users, 201,750 ratings, 20,098 reviews\./;
const WELL_KNOWN = ["imdb:tt0133093", "imdb:tt0111161", "imdb:tt0068646"];
/** Far enough that a start from nothing would show less in its first line. */
const KILL_FROM_PERCENT = 40;

const environment = openTestEnvironment();
let dataDir: string;
let killedAt: Progress;
let second: MarqueeProcess;
let client: GraphqlClient;

interface Progress {
  percent: number;
  rows: number;
}

/** Every line of progress so far. */
function progressOf({ output }: MarqueeProcess): Progress[] {
  const lines = output.stderr.matchAll(/^Loading the sample: (\d+)% \(\w+\), ([\d,]+) of /gm);
  return [...lines].map(([, percent, rows = ""]) => ({
    percent: Number(percent),
    rows: Number(rows.replaceAll(",", "")),
  }));
}

const start = () => environment.spawn("allInOne", { DATA_DIR: dataDir, SAMPLE_DATA: "on" });

beforeAll(async () => {
  dataDir = await environment.folder();
  const first = start();
  const halfway = new RegExp(`Loading the sample: (?:[${KILL_FROM_PERCENT / 10}-9]\\d)%`);
  await first.until("stderr", halfway);
  await first.end("SIGKILL");
  killedAt = progressOf(first).at(-1) ?? { percent: 0, rows: 0 };
  expect(killedAt.percent).toBeLessThan(100);

  second = start();
  const url = await allInOneReady(second);
  client = new GraphqlClient({ url, dispatcher: environment.agent });
}, 120_000);

test("the next start goes on where the first one was killed", () => {
  const [resumed] = progressOf(second);
  expect(resumed?.rows).toBeGreaterThanOrEqual(killedAt.rows);
  expect(second.output.stdout).toMatch(READY);
});

test("everything is there once", async () => {
  const { statistics } = await client.request<{ statistics: typeof SAMPLE & { averageScore: number } }>(
    "{ statistics { movies users ratings reviews averageScore } }",
  );
  expect(statistics).toEqual({ ...SAMPLE, averageScore: expect.any(Number) });

  const summaries = await readEverySummary(client);
  expect(summaries.size).toBe(SAMPLE.movies);
  const histogram = Array.from({ length: 10 }, () => 0);
  for (const [id, summary] of summaries) {
    expect([id, summary.histogram.reduce((sum, count) => sum + count, 0)]).toEqual([id, summary.count]);
    for (const [index, count] of summary.histogram.entries()) histogram[index] = (histogram[index] ?? 0) + count;
  }
  expect(histogram.reduce((sum, count) => sum + count, 0)).toBe(SAMPLE.ratings);
  const sum = histogram.reduce((total, count, index) => total + count * (index + 1), 0);
  expect(statistics.averageScore).toBeCloseTo(sum / SAMPLE.ratings, 9);
}, 60_000);

describe.each(WELL_KNOWN)("%s", (id) => {
  test("has the figures of its ratings, one from each user", async () => {
    const { summary, ratings } = await readRatings(client, id);
    expect(ratings.length).toBeGreaterThan(PAGE_SIZE);
    expect(new Set(ratings.map(({ userId }) => userId)).size).toBe(ratings.length);
    expect(summary).toEqual({
      count: ratings.length,
      histogram: Array.from({ length: 10 }, (_, index) => ratings.filter(({ score }) => score === index + 1).length),
    });
  }, 60_000);
});

test("there is one administrator, who is not of the sample", async () => {
  const admin = await signInAdmin(client);
  expect(admin.id).not.toMatch(/^synthetic:/);
});

test("a start after SIGTERM loads nothing again", async () => {
  expect(await second.end("SIGTERM")).toEqual({ code: 0, signal: null });
  const third = start();
  await allInOneReady(third);
  expect(third.output.stdout).toMatch(READY);
  expect(progressOf(third)).toEqual([]);
  expect(await third.end("SIGTERM")).toEqual({ code: 0, signal: null });
}, 60_000);
