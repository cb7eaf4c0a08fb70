// The checks find what they are there for: each test breaks one thing of a run in which all was well.
import { RatingRemoved } from "@marquee/schema/events/rating-removed.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { expect, it } from "vitest";
import { checkFold } from "./check-fold.js";
import { checkLog } from "./check-log.js";
import { checkRebuild } from "./check-rebuild.js";
import type { Found, LoggedEvent, PublishedChange, Totals } from "./found.js";
import { eventIdOf, History, type Outcome, type Write } from "./history.js";

const movie = { title: "T", genres: [], director: null, country: null, releaseYear: null };
const facts = { ...movie, contentRating: null, runtimeMinutes: null, externalId: null };

const eight: Write = { userId: "u1", movieId: "m1", key: "k1", score: 8 };
const three: Write = { userId: "u1", movieId: "m1", key: "k2", score: 3 };
const taken: Write = { userId: "u2", movieId: "m1", key: "k3", score: null };
const two: Write = { userId: "u2", movieId: "m1", key: "k4", score: 2 };

function historyOf(...attempts: [Write, Outcome][]): History {
  const history = new History();
  for (const [write, outcome] of attempts) {
    const eventId = outcome === "acknowledged" ? eventIdOf(write) : null;
    history.record(write, { outcome, reason: "", eventId, tookMs: 1 });
  }
  return history;
}

function logOf(...writes: Write[]): Map<number, LoggedEvent[]> {
  const entries = writes.map((write, position): LoggedEvent => {
    const { userId, movieId, score } = write;
    const common = {
      eventId: eventIdOf(write),
      occurredAt: 1_000 + position,
      origin: "live",
      userId,
      movieId,
    } as const;
    const event =
      score === null
        ? RatingRemoved.create({ ...common, movie: facts })
        : RatingSubmitted.create({ ...common, score, movie: facts });
    return { position, appendedAt: position, event };
  });
  return new Map([[0, entries]]);
}

/** u1 gives 8, then 3; u2 takes back what is not there, then gives 2; the 8 comes again. */
const log = logOf(eight, taken, three, two, eight);
const history = historyOf(
  [eight, "unknown"],
  [taken, "acknowledged"],
  [three, "acknowledged"],
  [two, "acknowledged"],
  [eight, "acknowledged"],
);

const histogram = (...scores: number[]) =>
  Array.from({ length: 10 }, (_, n) => scores.filter((s) => s === n + 1).length);
const totalsOf = (...scores: number[]): Totals => ({
  count: scores.length,
  sum: scores.reduce((sum, score) => sum + score, 0),
  sumOfSquares: scores.reduce((sum, score) => sum + score * score, 0),
  histogram: histogram(...scores),
});
const changed = (
  position: number,
  write: Write,
  previousScore: number | null,
  ...scores: number[]
): PublishedChange => ({
  position,
  totals: totalsOf(...scores),
  changes: [{ eventId: eventIdOf(write), userId: write.userId, score: write.score, previousScore }],
});
const progress = (position: number): PublishedChange => ({ position, totals: null, changes: [] });

const first = changed(0, eight, null, 8);
const second = changed(2, three, 8, 3);
const third = changed(3, two, null, 3, 2);
const ofU1 = { movieId: "m1", userId: "u1", score: 3, ratedAt: 1_002 };
const ofU2 = { movieId: "m1", userId: "u2", score: 2, ratedAt: 1_003 };
const found: Found = {
  log,
  changes: new Map([[0, [first, second, first, second, third, progress(4)]]]),
  tables: {
    totals: new Map([["m1", totalsOf(3, 2)]]),
    scores: new Map([
      ["m1 u1", 3],
      ["m1 u2", 2],
    ]),
    byMovie: new Map([["m1", [ofU2, ofU1]]]),
    byUser: new Map([
      ["u1", [ofU1]],
      ["u2", [ofU2]],
    ]),
    statistics: { ratings: 2, sumOfScores: 5 },
  },
};

it("finds nothing where all is well", () => {
  expect(checkLog(history, log)).toEqual([]);
  expect(checkFold(found)).toEqual([]);
  expect(checkRebuild({ t: ["1", "2"] }, { t: ["2", "1"] })).toEqual([]);
});

it.each([
  [
    "an acknowledged write that is lost",
    history,
    logOf(eight, taken, three, two),
    /acknowledged 1 times and is 0|behind what/,
  ],
  [
    "one of two acknowledged attempts lost",
    historyOf([eight, "acknowledged"], [eight, "acknowledged"]),
    logOf(eight),
    /2 times and is 1/,
  ],
  ["a refused write that is there", historyOf([eight, "refused"]), logOf(eight), /may be 0 times .* is 1/],
  [
    "an unknown write that is there twice",
    historyOf([eight, "unknown"]),
    logOf(eight, eight),
    /may be 1 times .* is 2/,
  ],
  [
    "acknowledged writes in the wrong order",
    historyOf([eight, "acknowledged"], [three, "acknowledged"]),
    logOf(three, eight),
    /behind what/,
  ],
  ["what nobody wrote", historyOf([eight, "acknowledged"]), logOf(eight, three), /nobody wrote it/],
  ["another user's event", historyOf([eight, "acknowledged"]), logOf(eight, two), /never written/],
  [
    "another score",
    historyOf([{ ...eight, score: 9 }, "acknowledged"]),
    logOf(eight),
    /is 8 in the log, 9 was written/,
  ],
] as const)("finds %s", (_, sent, logged, finding) => {
  expect(checkLog(sent, logged).join("\n")).toMatch(finding);
});

const withChanges = (...records: PublishedChange[]): Found => ({ ...found, changes: new Map([[0, records]]) });
const withTables = (tables: Partial<Found["tables"]>): Found => ({ ...found, tables: { ...found.tables, ...tables } });

it.each([
  ["a rating counted twice", withTables({ totals: new Map([["m1", totalsOf(3, 2, 2)]]) }), /the figures of m1/],
  [
    "an older score that came back",
    withTables({
      scores: new Map([
        ["m1 u1", 8],
        ["m1 u2", 2],
      ]),
    }),
    /the score of m1 u1: 8, and the log says 3/,
  ],
  ["a list in another order", withTables({ byMovie: new Map([["m1", [ofU1, ofU2]]]) }), /the list of movie m1/],
  [
    "a ghost in a user's list",
    withTables({
      byUser: new Map([
        ["u1", [ofU1, { ...ofU1, score: 8, ratedAt: 1_000 }]],
        ["u2", [ofU2]],
      ]),
    }),
    /the list of user u1/,
  ],
  ["wrong figures over all", withTables({ statistics: { ratings: 3, sumOfScores: 5 } }), /the figures of all/],
  ["a change that was never published", withChanges(first, third, progress(4)), /the change of 2 was never published/],
  [
    "a change behind a later one",
    withChanges(first, third, second),
    /the change of 2 was never published, or out of order/,
  ],
  ["a change behind progress past it", withChanges(first, second, progress(4), third), /the change of 3 was never/],
  [
    "figures that were published wrong",
    withChanges(first, second, changed(3, two, null, 3, 2, 2)),
    /the change of 3 was published as/,
  ],
  [
    "a repeat that was published as a change",
    withChanges(first, second, third, changed(4, eight, 3, 8, 2)),
    /4 was published and changed nothing/,
  ],
  [
    "an event that changed something twice",
    withChanges(first, second, third, changed(4, eight, 3, 8, 2)),
    /changed something twice/,
  ],
] as const)("finds %s", (_, broken, finding) => {
  expect(checkFold(broken).join("\n")).toMatch(finding);
});

it("finds rows that a rebuild makes otherwise", () => {
  expect(checkRebuild({ t: ["1", "2"] }, { t: ["1", "3"] })).toEqual([
    "t: 1 rows only in the tables that served, such as 2",
    "t: 1 rows only in the rebuilt tables, such as 3",
  ]);
});
