import { once } from "node:events";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFamilyWatch, type FamilyWatch } from "./family-watch.js";
import type { Family } from "./find-families.js";

const families = new Map<string, Family>();
let asked: string[] = [];
let watch: FamilyWatch;
const none = new AbortController().signal;

beforeEach(() => {
  families.clear();
  asked = [];
  const load = async (id: string): Promise<Family> => {
    asked.push(id);
    if (id === "broken") throw new Error("no store");
    return families.get(id) ?? { id, members: [id] };
  };
  watch = createFamilyWatch({ load }, { everyMs: 1, atOnce: 2 });
});
afterEach(() => watch.close());

/** Until each id was looked at so many times more. */
async function looked(...ids: string[]): Promise<void> {
  asked = [];
  while (!ids.every((id) => asked.filter((one) => one === id).length >= 2))
    await new Promise((resolve) => setImmediate(resolve));
}

it("a feed ends when its family grows or shrinks, and no other feed does", async () => {
  const [a, other] = [watch.follow("a", ["a"], none), watch.follow("other", ["other"], none)];
  await looked("a", "other");
  expect([a.signal.aborted, other.signal.aborted]).toEqual([false, false]);
  families.set("a", { id: "a", members: ["a", "b"] });
  await once(a.signal, "abort");
  const both = watch.follow("a", ["a", "b"], none);
  families.delete("a");
  await once(both.signal, "abort");
  expect(other.signal.aborted).toBe(false);
});

it("an alias follows the family of the one that stands for it", async () => {
  families.set("b", { id: "a", members: ["a", "b"] });
  const b = watch.follow("b", ["a", "b"], none);
  await looked("b");
  expect(b.signal.aborted).toBe(false);
});

it("looks at so many at once, at all in turn, and no more at what has ended", async () => {
  const all = ["a", "b", "c", "d", "e"].map((id) => watch.follow(id, [id], none));
  await looked("a", "b", "c", "d", "e");
  all[0]?.release();
  await looked("b", "c", "d", "e");
  expect(asked).not.toContain("a");
});

it("a store that fails ends no feed, and is asked again", async () => {
  const [broken, a] = [watch.follow("broken", ["broken"], none), watch.follow("a", ["a"], none)];
  await looked("broken", "a");
  expect(broken.signal.aborted).toBe(false);
  families.set("a", { id: "a", members: ["a", "b"] });
  await once(a.signal, "abort");
});

it("a feed that is left ends", () => {
  const left = new AbortController();
  const { signal } = watch.follow("a", ["a"], left.signal);
  left.abort();
  expect(signal.aborted).toBe(true);
});
