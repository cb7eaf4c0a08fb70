// Killed with -9 at random points (a seed of its own each time it is run by hand: KILL_SEED) and started again with the same command,
// a load ends as one that was left alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { openLogOfDataDir } from "@marquee/platform/engines/open-log-of-data-dir.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { openTempFolder, type TempFolder } from "@marquee/platform/testing/temp-folder.js";
import { readMovieEvent } from "@marquee/schema/events/movie-events.js";
import { readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent } from "@marquee/schema/events/user-events.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { below } from "../sample/synthetic/draw.js";
import { seededRandom } from "../sample/synthetic/seeded-random.js";
import { type BundledProgram, bundleProgram } from "../testing/bundle-program.js";
import { type MadeRating, writeMovieLens } from "../testing/write-movielens.js";

const KILLS = Number(process.env.MARQUEE_E2E_KILLS ?? 8);
/** As many more as there are kills, so that there are points to be killed at. */
const USERS = 100 * KILLS;
const SEED = Number(process.env.KILL_SEED ?? 7);
const CHILD = fileURLToPath(new URL("../testing/load-child.ts", import.meta.url));

let folder: TempFolder;
let program: BundledProgram;
let files: string;
let made: MadeRating[];

beforeAll(async () => {
  folder = await openTempFolder();
  program = await bundleProgram(CHILD);
  files = join(folder.path, "files");
  made = await writeMovieLens(files, { movies: 60, users: USERS, ratings: 2_000 * KILLS, seed: 1, faulty: 97 });
});
afterAll(async () => {
  await folder.close();
  await program.close();
});

interface Ended {
  killed: boolean;
  said: { loaded: { counts: unknown; outcome: string }[]; points: number } | null;
}

/** Runs a load that kills itself at the given point; 0: at none. */
async function load(dataDir: string, point: number): Promise<Ended> {
  const child = spawn(process.execPath, [program.path, dataDir, files, String(point)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [, signal] = await once(child, "close");
  return { killed: signal === "SIGKILL", said: said === "" ? null : JSON.parse(said) };
}

/** What the log means: by movie and user the score given last, who the users are, and what the movies are called. */
async function foldLog(dataDir: string) {
  const opened = await openLogOfDataDir({ dataDir, partitions: 4, clock: systemClock, logger: silentLogger });
  const scores = new Map<string, { score: number; ratedAt: number }>();
  const [users, movies] = [new Map<string, string>(), new Map<string, string>()];
  let messages = 0;
  await readToEnd(opened.log, TOPICS.ratings, (some) => {
    for (const { value } of some) {
      messages += 1;
      const event = readRatingEvent(value);
      if (event.type !== "RatingsImported") throw new Error(event.type);
      for (const { userId, score, ratedAt } of event.ratings) {
        const key = `${event.movieId} ${userId}`;
        if ((scores.get(key)?.ratedAt ?? -1) < ratedAt) scores.set(key, { score, ratedAt });
      }
    }
  });
  await readToEnd(opened.log, TOPICS.users, (some) => {
    for (const event of some.map(({ value }) => readUserEvent(value))) {
      if (event.type === "UserProfileChanged") users.set(event.userId, event.name);
    }
  });
  await readToEnd(opened.log, TOPICS.movies, (some) => {
    for (const event of some.map(({ value }) => readMovieEvent(value))) {
      if (event.type === "MovieUpserted") movies.set(event.movieId, event.movie.title);
    }
  });
  await opened.close();
  return { fold: { scores, users, movies }, messages };
}

const listsOf = (dataDir: string) =>
  Promise.all(
    ["movies.csv", "ratings.csv"].flatMap((stage) =>
      ["rejects", "joined-by-title", "ambiguous"].map((list) =>
        readFile(join(dataDir, "imports", "movielens", stage, `${list}.jsonl`), "utf8"),
      ),
    ),
  );

it(
  `killed with -9 ${KILLS} times it ends as a load that was left alone`,
  async () => {
    const alone = join(folder.path, "alone");
    const whole = await load(alone, 0);
    const expected = await foldLog(alone);
    expect(expected.fold.scores.size).toBe(made.length);
    expect(expected.fold.users.size).toBe(USERS);
    const points = whole.said?.points ?? 0;
    // Enough that where it dies makes a difference.
    expect(points).toBeGreaterThan(2 * KILLS);

    const counts = (ended: Ended) => ended.said?.loaded.map((stage) => stage.counts);
    const lists = await listsOf(alone);
    const expectSame = async (dataDir: string, ended: Ended): Promise<void> => {
      expect(counts(ended)).toEqual(counts(whole));
      expect(await listsOf(dataDir)).toEqual(lists);
      expect((await foldLog(dataDir)).fold).toEqual(expected.fold);
    };
    const random = seededRandom(SEED, "kills");
    // Killed again and again until it gets to its end; then another from the beginning.
    let dataDir = join(folder.path, "0");
    for (let kills = 0; kills < KILLS; ) {
      const ended = await load(dataDir, 1 + below(random, points));
      if (ended.killed) {
        kills += 1;
        continue;
      }
      await expectSame(dataDir, ended);
      dataDir = join(folder.path, `${kills}`);
    }
    await expectSame(dataDir, await load(dataDir, 0));

    // Once more: nothing is left to be done.
    const { messages } = await foldLog(dataDir);
    const again = await load(dataDir, 0);
    expect(again.said?.loaded.map(({ outcome }) => outcome)).toEqual(["already-loaded", "already-loaded"]);
    expect((await foldLog(dataDir)).messages).toBe(messages);
  },
  60_000 + KILLS * 20_000,
);
