import { expect, test } from "vitest";
import { createPasswordHasher } from "./password-hasher.js";

const CHEAP = { logN: 4, r: 1, p: 1 };

test("verifies what it hashed and nothing else", async () => {
  const hasher = createPasswordHasher(CHEAP);
  const hash = await hasher.hash("correct horse");
  expect(await hasher.verify("correct horse", hash)).toBe(true);
  expect(await hasher.verify("correct horsf", hash)).toBe(false);
  expect(await hasher.verify("", hash)).toBe(false);
});

test("salts: one password gives another hash each time", async () => {
  const hasher = createPasswordHasher(CHEAP);
  expect(await hasher.hash("same")).not.toBe(await hasher.hash("same"));
});

test("a hash says what it cost, so that old ones verify when the cost is raised", async () => {
  const hash = await createPasswordHasher(CHEAP).hash("old");
  expect(hash).toMatch(/^\$scrypt\$ln=4,r=1,p=1\$/);
  expect(await createPasswordHasher({ logN: 5, r: 2, p: 2 }).verify("old", hash)).toBe(true);
});

test("costs 32 MiB three times over unless told otherwise", async () => {
  expect(await createPasswordHasher().hash("x")).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$/);
});

test("nobody's password is never right, not even the empty one", async () => {
  const hasher = createPasswordHasher(CHEAP);
  expect(await hasher.verify("", null)).toBe(false);
  expect(await hasher.verify("anything", null)).toBe(false);
});

test("an unknown account costs a hash like a known one", async () => {
  const hasher = createPasswordHasher({ logN: 14, r: 8, p: 1 });
  const hash = await hasher.hash("known");
  const fastestOfThree = async (stored: string | null) => {
    const times: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      const startedAt = process.hrtime.bigint();
      await hasher.verify("wrong", stored);
      times.push(Number(process.hrtime.bigint() - startedAt));
    }
    return Math.min(...times);
  };
  // Without the dummy the ratio is in the thousands.
  expect((await fastestOfThree(hash)) / (await fastestOfThree(null))).toBeLessThan(20);
});
