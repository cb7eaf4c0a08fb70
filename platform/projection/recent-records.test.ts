import { expect, test } from "vitest";
import { RecentRecords } from "./recent-records.js";

const note = (position: number) => ({ type: "Note", position }) as const;
type Said = ReturnType<typeof note> | { type: "Progress"; position: number };

test("it tells what comes behind a position, a page at a time, and nothing where it does not know all of it", () => {
  const recent = new RecentRecords<Said>({ records: 10, bytes: 1_000 });
  expect(recent.behind(0, 0, 5)).toBeUndefined();
  recent.add(0, note(3), 10);
  recent.add(0, note(4), 10);
  recent.add(0, { type: "Progress", position: 6 }, 10);
  recent.add(0, note(9), 10);
  expect(recent.behind(0, 2, 5)).toBeUndefined();
  expect(recent.behind(0, 3, 5)).toEqual([note(4), note(9)]);
  expect(recent.behind(0, 3, 1)).toEqual([note(4)]);
  expect(recent.behind(0, 5, 5)).toEqual([note(9)]);
  expect(recent.behind(0, 9, 5)).toEqual([]);
  expect(recent.behind(1, 9, 5)).toBeUndefined();
});

test.each([{ limits: { records: 2, bytes: 1_000 } }, { limits: { records: 100, bytes: 25 } }])(
  "it forgets the oldest of all partitions: $limits",
  ({ limits }) => {
    const recent = new RecentRecords<Said>(limits);
    for (const partition of [0, 1]) recent.add(partition, note(0), 10);
    recent.add(0, note(1), 10);
    recent.add(1, note(2), 10);
    recent.add(0, note(3), 10);
    expect(recent.behind(0, 0, 5)).toBeUndefined();
    expect(recent.behind(0, 1, 5)).toEqual([note(3)]);
    expect(recent.behind(1, 0, 5)).toEqual([note(2)]);
  },
);

test("what could not be read is never passed over", () => {
  const recent = new RecentRecords<Said>({ records: 10, bytes: 1_000 });
  recent.add(0, note(1), 10);
  recent.add(0, note(2), 10);
  recent.miss(0);
  recent.add(0, note(7), 10);
  expect(recent.behind(0, 2, 5)).toBeUndefined();
  expect(recent.behind(0, 6, 5)).toEqual([note(7)]);
});
