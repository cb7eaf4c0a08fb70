import { expect, test } from "vitest";
import { listKey, titleKey } from "./list-key.js";

test("titles sort as in an index: signs, digits, letters, whatever their case and accents", () => {
  const titles = [
    "élan",
    "Zulu",
    "*batteries",
    "2001",
    "Alien³",
    "Alien: Covenant",
    "Alien",
    "alien nation",
    "(500) Days",
    "Éclair",
  ];
  const sorted = titles.toSorted((a, b) => (titleKey(a) < titleKey(b) ? -1 : 1));
  expect(sorted).toEqual([
    ...["(500) Days", "*batteries", "2001", "Alien", "alien nation", "Alien: Covenant", "Alien³"],
    ...["Éclair", "élan", "Zulu"],
  ]);
});

test("a title key stays short, and whole characters stay whole", () => {
  const key = titleKey("𝄞𐐷".repeat(400));
  expect(Array.from(key)).toHaveLength(200);
  expect(key).not.toMatch(/[\ud800-\udfff]$/u);
});

test("the newest is the greatest; a date counts within its year only", () => {
  const key = (releaseYear: number | null, releaseDate: string | null = null) =>
    listKey("NEWEST", { title: "", releaseYear, releaseDate });
  const descending = [key(2001, "2001-05-01"), key(2001, "2000-12-31"), key(2000), key(950), key(null, "2020-01-01")];
  expect(descending.toSorted((a, b) => (a > b ? -1 : 1))).toEqual(descending);
  expect(key(2001, "2000-12-31")).toBe("2001");
});
