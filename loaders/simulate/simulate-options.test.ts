import { expect, test } from "vitest";
import { readSimulateOptions } from "./simulate-options.js";

test("what is not said is two a second of eleven users, until it is ended", () => {
  expect(readSimulateOptions([])).toEqual({
    ...{ pace: { perSecond: 2 }, users: 11, forMs: null, titles: null, seed: 1, wire: false },
  });
});

test.each([
  [["--rate", "30/m"], { pace: { perSecond: 0.5 } }],
  [["--rate", "7.5"], { pace: { perSecond: 7.5 } }],
  [["--pause", "5..60"], { pace: { pauseMs: { from: 5_000, to: 60_000 } } }],
  [["--for", "60s"], { forMs: 60_000 }],
  [["--for", "1.5h"], { forMs: 5_400_000 }],
  [["--users", "1", "--seed", "9", "--wire", "--titles", "t.csv"], { users: 1, seed: 9, wire: true, titles: "t.csv" }],
])("%j is understood", (args, expected) => expect(readSimulateOptions(args)).toMatchObject(expected));

test.each([
  [["--rate", "0/s"], "--rate 0/s"],
  [["--rate", "2/day"], "--rate 2/day"],
  [["--rate", "90000/s"], "at most 20000/s"],
  [["--pause", "60..5"], "--pause 60..5"],
  [["--pause", "5"], "--pause 5"],
  [["--rate", "2/s", "--pause", "5..60"], "not both"],
  [["--for", "soon"], "--for soon"],
  [["--users", "0"], "--users 0"],
  [["--seed", "x"], "--seed x"],
  [["--films", "x"], "--films"],
  [["extra"], "extra"],
])("%j is refused, with what is wrong and how it is used", (args, message) => {
  expect(() => readSimulateOptions(args)).toThrow(message);
  expect(() => readSimulateOptions(args)).toThrow("npm run simulate");
});
