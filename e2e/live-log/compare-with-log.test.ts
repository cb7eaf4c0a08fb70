// What the stories' comparison finds: if it found nothing, they would hold nothing.
import { expect, test } from "vitest";
import { compareWithLog } from "./compare-with-log.js";
import type { LoggedRating } from "./read-rating-log.js";

const log: LoggedRating[] = ["a", "b", "c", "d"].map((eventId, index) => ({
  eventId,
  movieId: index % 2 === 0 ? "m" : "n",
  userId: "u",
  score: 5,
}));
const told = log.map(({ eventId, movieId, userId, score }) => ({
  eventId,
  score,
  movie: { id: movieId },
  user: { id: userId },
}));
const [a, b, c, d] = told as [(typeof told)[0], (typeof told)[0], (typeof told)[0], (typeof told)[0]];

test("every event once, in order per movie, is right, whatever the order between movies", () => {
  expect(compareWithLog([b, a, d, c], log)).toEqual([]);
  expect(compareWithLog([a, c], log, ({ movieId }) => movieId === "m")).toEqual([]);
});

test.each([
  ["one is missing", [a, b, c], ["d never came"]],
  ["one comes twice", [a, b, b, c, d], ["b came twice"]],
  ["the order of a movie is another", [c, b, a, d], ["m: number 0 is c, in the log a"]],
  ["one is nothing that was written", [a, b, c, d, { ...d, eventId: "e" }], ["e is nothing that passes"]],
  ["one has another score", [a, b, c, { ...d, score: 6 }], ["d came as n u 6, not as it is in the log"]],
])("%s: found", (_what, events, findings) => {
  expect(compareWithLog(events, log)).toEqual(findings);
});
