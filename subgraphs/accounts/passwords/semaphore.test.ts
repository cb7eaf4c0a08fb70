import { expect, test } from "vitest";
import { createSemaphore } from "./semaphore.js";

function deferred() {
  let finish = () => {};
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  return { done, finish };
}

test("runs as many as it may, the rest in turn, and refuses who is too many", async () => {
  const limited = createSemaphore({ running: 2, waiting: 1 });
  const works = [deferred(), deferred(), deferred()];
  const started: number[] = [];
  const runs = works.map((work, n) =>
    limited(async () => {
      started.push(n);
      await work.done;
      return n;
    }),
  );
  expect(started).toEqual([0, 1]);
  await expect(limited(async () => 3)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  works[1]?.finish();
  expect(await runs[1]).toBe(1);
  expect(started).toEqual([0, 1, 2]);
  works[0]?.finish();
  works[2]?.finish();
  expect(await Promise.all(runs)).toEqual([0, 1, 2]);
  expect(await limited(async () => "free again")).toBe("free again");
});

test("a failure frees its place", async () => {
  const limited = createSemaphore({ running: 1, waiting: 0 });
  await expect(limited(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await limited(async () => "next")).toBe("next");
});
