import { expect, it } from "vitest";
import { placeChanges } from "./rating-move.js";

const move = (position: number, from: number | null, to: number | null) => ({
  movieId: "m",
  userId: "u",
  position,
  from,
  to: to === null ? null : { score: position, ratedAt: to },
});
const changes = (...moves: ReturnType<typeof move>[]) =>
  placeChanges(moves).map(({ ratedAt, leftAt, arrived }) => [ratedAt, leftAt, arrived?.position ?? null]);

it("has the last word on every place that an entry passed through", () => {
  expect(changes(move(1, null, 100), move(2, 100, 200), move(3, 200, 300))).toEqual([
    [100, 2, null],
    [200, 3, null],
    [300, null, 3],
  ]);
});

it("clears a place that an entry leaves and comes back to before what stands there is written", () => {
  expect(changes(move(1, 100, 200), move(2, 200, 100))).toEqual([
    [100, 1, 2],
    [200, 2, null],
  ]);
  expect(changes(move(4, 100, 100))).toEqual([[100, 4, 4]]);
});

it("clears the place of what was taken back", () => {
  expect(changes(move(5, 100, null))).toEqual([[100, 5, null]]);
});

it("keeps users and movies apart", () => {
  const other = { ...move(2, null, 100), userId: "v" };
  const another = { ...move(3, null, 100), movieId: "n" };
  expect(placeChanges([move(1, null, 100), other, another])).toHaveLength(3);
});
