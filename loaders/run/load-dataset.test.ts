import { setImmediate } from "node:timers/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { readRatingEvent } from "@marquee/schema/events/rating-events.js";
import { readReviewEvent } from "@marquee/schema/events/review-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readUserEvent } from "@marquee/schema/events/user-events.js";
import { describe, expect, it } from "vitest";
import type { ReadStage } from "../records/read-stage.js";
import { ArrayEventLog } from "../testing/array-event-log.js";
import { ArrayNotes } from "../testing/array-notes.js";
import { arrayStage, faultyRow, ratingRow, titleRow } from "../testing/array-stage.js";
import { ArrayTitleRegistry } from "../testing/array-title-registry.js";
import { loadDataset } from "./load-dataset.js";

const titles = Array.from({ length: 25 }, (_, n) => titleRow(`${n}`));
const ratings = Array.from({ length: 95 }, (_, n) => ratingRow(`u${n % 40}`, `${n % 25}`, 1 + (n % 10), n));

function start() {
  const log = new ArrayEventLog();
  const registry = new ArrayTitleRegistry();
  const notes = new Map<string, ArrayNotes>();
  const notesOf = (stage: string): ArrayNotes => {
    const known = notes.get(stage) ?? new ArrayNotes();
    notes.set(stage, known);
    return known;
  };
  let now = 0;
  const load = (stages: ReadStage[], signal = new AbortController().signal, sideBySide = 1) =>
    loadDataset({
      dataset: "movielens",
      edition: "",
      stages,
      sideBySide,
      read: (stage, rows) => stage.read(rows),
      readAs: "",
      openNotes: async ({ name }) => notesOf(name).open(),
      target: { log, registry },
      window: { ratings: 30, bytes: 1_000_000 },
      onProgress() {},
      now: () => now++,
      signal,
    });
  const scores = () => {
    const all = new Map<string, number>();
    for (const { topic, value } of log.messages) {
      if (topic !== TOPICS.ratings) continue;
      const event = readRatingEvent(value);
      if (event.type !== "RatingsImported") throw new Error(event.type);
      for (const { userId, score } of event.ratings) all.set(`${event.movieId} ${userId}`, score);
    }
    return all;
  };
  return { log, registry, notesOf, load, scores };
}

const stages = () => [arrayStage("movies", titles), arrayStage("ratings", ratings)];
const expected = new Map(
  ratings.map(({ title, user, score }) => [`movielens:${title.id} movielens:${user}`, score] as const),
);

describe("loadDataset", () => {
  it("brings titles, users, and ratings packed by movie, under the dataset's name", async () => {
    const { log, load, scores } = start();
    const [movies, rated] = await load(stages());
    expect(movies).toMatchObject({
      stage: "movies",
      outcome: "loaded",
      counts: { read: 25, accepted: 25, titles: 25 },
    });
    expect(rated).toMatchObject({ outcome: "loaded", counts: { read: 95, accepted: 95, ratings: 95, rejected: {} } });
    expect(scores()).toEqual(expected);
    const packs = log.messages
      .filter(({ topic }) => topic === TOPICS.ratings)
      .map(({ value }) => readRatingEvent(value));
    // Of thirty rows and more a window packs what is of one movie: 95 ratings of 25 movies in four windows.
    expect(packs.length).toBeLessThan(95);
    expect(packs[0]).toMatchObject({ origin: "import", movie: { title: "Title 0" } });
    const users = log.messages.filter(({ topic }) => topic === TOPICS.users).map(({ value }) => readUserEvent(value));
    expect(users).toHaveLength(40);
    expect(users[0]).toMatchObject({ userId: "movielens:u0", name: "movielens u0", origin: "import" });
  });

  it("brings reviews with their votes and their authors' names", async () => {
    const { log, load } = start();
    const review = { summary: null, text: "Good.", containsSpoilers: false, score: 8 };
    const votes = { up: 3, total: 4 };
    const { title } = ratingRow("ann", "1", 8);
    const row = {
      type: "review",
      title,
      id: "rw1",
      user: "ann",
      userName: "Ann",
      review,
      votes,
      writtenAt: 5,
    } as const;
    await load([arrayStage("part", [titleRow("1"), row])]);
    const events = log.messages
      .filter(({ topic }) => topic === TOPICS.reviews)
      .map(({ value }) => readReviewEvent(value));
    expect(events).toMatchObject([{ movieId: "movielens:1", review, importedVotes: votes, occurredAt: 5 }]);
    const profile = log.messages.find(({ topic }) => topic === TOPICS.users)?.value ?? "";
    expect(readUserEvent(profile)).toMatchObject({ userId: "movielens:ann", name: "Ann" });
  });

  it("lists what was not accepted, with line and reason, and what was joined by title alone", async () => {
    const { load, notesOf } = start();
    const rows = [ratingRow("ann", "1", 5), faultyRow, ratingRow("ann", "9", 5), ratingRow("x".repeat(200), "1", 5)];
    const [, rated] = await load([
      arrayStage("movies", [titleRow("1", "Twice"), ...titles.slice(10, 22), titleRow("50", "Twice")]),
      arrayStage("ratings", rows),
    ]);
    expect(rated?.counts).toMatchObject({
      read: 4,
      accepted: 1,
      rejected: { RATING_OUT_OF_RANGE: 1, UNKNOWN_TITLE: 1, USER_ID_TOO_LONG: 1 },
    });
    expect(notesOf("ratings").lists.rejects).toMatchObject([
      { file: "ratings", line: 2, reason: "RATING_OUT_OF_RANGE", raw: "1,2,11" },
      { file: "ratings", line: 3, reason: "UNKNOWN_TITLE", detail: expect.stringContaining("movielens:9") },
      { file: "ratings", line: 4, reason: "USER_ID_TOO_LONG" },
    ]);
    expect(notesOf("movies").lists["joined-by-title"]).toMatchObject([{ title: "Twice" }]);
  });

  it("changes nothing the second time", async () => {
    const { log, load } = start();
    const first = await load(stages());
    const appended = log.messages.length;
    const again = stages();
    const second = await load(again);
    expect(second.map(({ outcome }) => outcome)).toEqual(["already-loaded", "already-loaded"]);
    expect(second.map(({ counts }) => counts)).toEqual(first.map(({ counts }) => counts));
    expect([log.messages.length, ...again.map(({ batches }) => batches())]).toEqual([appended, 0, 0]);
  });

  it("loads a changed file from its beginning: what is the same comes with the same ids", async () => {
    const { log, load } = start();
    await load(stages());
    const before = ids(log);
    await load([arrayStage("ratings", [...ratings, ratingRow("new", "1", 3)], { fingerprint: "another" })]);
    const added = [...ids(log)].filter((id) => !before.has(id));
    expect(added).toEqual(["movielens:u:movielens:new:movielens new", "movielens:r:new:1:rs"]);
  });

  it("stops behind the batch that is under way, and goes on there", async () => {
    const { log, load, scores, notesOf } = start();
    const stop = new AbortController();
    log.onStored = () => {
      if (log.messages.some(({ topic }) => topic === TOPICS.ratings)) stop.abort();
    };
    const stopped = await load(stages(), stop.signal);
    expect(stopped.at(-1)?.outcome).toBe("stopped");
    expect(log.inFlight).toEqual([]);
    const rows = notesOf("ratings").saved.at(-1)?.rows ?? 0;
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(95);
    log.onStored = () => {};
    const [movies, rated] = await load(stages());
    expect([movies?.outcome, rated?.outcome]).toEqual(["already-loaded", "loaded"]);
    expect(rated?.counts.read).toBe(95);
    expect(scores()).toEqual(expected);
  });

  it("holds reading back while the log takes nothing, and checkpoints nothing that is not in it", async () => {
    const { log, load, notesOf } = start();
    let open: () => void = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    log.onAppend = () => (log.inFlight.includes(TOPICS.ratings) ? opened : undefined);
    const many = Array.from({ length: 3_000 }, (_, n) => ratingRow(`u${n}`, `${n % 25}`, 5, n));
    const stage = arrayStage("ratings", many);
    const loading = load([arrayStage("movies", titles), stage]);
    await turns();
    const read = stage.batches();
    await turns();
    // One window on its way, one gathered, and the batch that would begin the third.
    expect([stage.batches(), read < 10, notesOf("ratings").saved]).toEqual([read, true, []]);
    open();
    await loading;
    expect(notesOf("ratings").saved.at(-1)).toMatchObject({ complete: true, rows: 3_000 });
  });

  it("waits where the log has no room, and sends again what may have been stored", async () => {
    const { log, load, scores } = start();
    log.onAppend = (append) => {
      if (append === 4) throw new AppError("UNAVAILABLE", "no room");
    };
    log.onStored = (append) => {
      if (append === 6) throw new AppError("UNKNOWN_OUTCOME", "no answer");
    };
    await load(stages());
    expect(scores()).toEqual(expected);
  });

  it("fails with what does not pass, and nothing is under way then", async () => {
    const { log, load } = start();
    log.onAppend = async (append) => {
      await setImmediate();
      if (append === 5) throw new AppError("CONFIG_INVALID", "another number of partitions");
    };
    await expect(load(stages())).rejects.toMatchObject({ code: "CONFIG_INVALID" });
    expect(log.inFlight).toEqual([]);
  });

  it("tells what was joined once, though it dies between the titles' commit and the checkpoint", async () => {
    const rows = [...titles, ...titles.map(({ facts }, n) => titleRow(`other ${n}`, facts.title))];
    const whole = start();
    const [expectedStage] = await whole.load([arrayStage("movies", rows)]);
    for (const dies of ["commit", "save"]) {
      const { load, registry, notesOf } = start();
      if (dies === "commit") {
        registry.onCommit = (commit) => {
          if (commit === 3) throw new Error("killed");
        };
      } else {
        notesOf("movies").onSave = ({ rows: at, titlesUnderWay }) => {
          if (at === 40 && titlesUnderWay === null) throw new Error("killed");
        };
      }
      await expect(load([arrayStage("movies", rows)])).rejects.toThrow("killed");
      registry.onCommit = () => {};
      notesOf("movies").onSave = () => {};
      const [stage] = await load([arrayStage("movies", rows)]);
      expect(stage?.counts).toEqual(expectedStage?.counts);
      expect(notesOf("movies").lists).toEqual(whole.notesOf("movies").lists);
    }
  });

  it("loads parts side by side, the titles of one batch after the other", async () => {
    const { load, scores, notesOf } = start();
    const part = (n: number) =>
      arrayStage(
        `part ${n}`,
        titles.flatMap(({ ref: { id } }) => [titleRow(`${n}.${id}`), ratingRow("ann", `${n}.${id}`, 7)]),
      );
    const loaded = await load([part(1), part(2), part(3)], undefined, 2);
    expect(loaded.map(({ stage, outcome }) => `${stage} ${outcome}`)).toEqual([1, 2, 3].map((n) => `part ${n} loaded`));
    expect(scores().size).toBe(75);
    expect(notesOf("part 3").saved.at(-1)).toMatchObject({ complete: true });
  });

  it("goes on with nothing that has no fingerprint", async () => {
    const { load } = start();
    const pipe = () => arrayStage("-", titles, { fingerprint: null });
    await load([pipe()]);
    expect(await load([pipe()])).toMatchObject([{ outcome: "loaded", counts: { read: 25 } }]);
  });
});

function ids(log: ArrayEventLog): Set<string> {
  return new Set(
    log.messages.flatMap(({ value }) => {
      const { eventId, ratings: packed } = JSON.parse(value) as { eventId: string; ratings?: { eventId: string }[] };
      return packed?.map((rating) => rating.eventId) ?? [eventId];
    }),
  );
}

/** Turns of the event loop enough for everything that waits for nothing else. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await setImmediate();
}
