import { expect, test } from "vitest";
import { hasKnownExtension, headMistake, isDatasetName, isFileName } from "./dataset-file.js";

test.each(["ratings.csv", "u.data", "title.basics.tsv.gz", "part-01.json", "ml_1m.zip", "A.JSONL"])(
  "%s is taken",
  (name) => {
    expect(isFileName(name) && hasKnownExtension(name)).toBe(true);
  },
);

test.each([
  "",
  "..",
  "../x.csv",
  "a/b.csv",
  "a\\b.csv",
  ".hidden.csv",
  "-rf.csv",
  "a..csv",
  "a\u0000.csv",
  "ä.csv",
  `${"a".repeat(120)}.csv`,
])("%j names no file", (name) => expect(isFileName(name)).toBe(false));

test.each(["x.exe", "x", "csv", "x.csv.exe", "x.tar.gz", "x.gz", "x.zip.gz", "x.xlsx"])(
  "%s is of no kind that is taken",
  (name) => {
    expect(hasKnownExtension(name)).toBe(false);
  },
);

test.each(["", "A", "-a", "a b", "a/b", "..", "a".repeat(41)])("%j names no dataset", (name) => {
  expect(isDatasetName(name)).toBe(false);
});

const bytes = (text: string) => Buffer.from(text, "latin1");
const GZIP = bytes("\x1f\x8b\x08rest");
const ZIP = bytes("PK\x03\x04rest");

test.each([
  ["a.csv", bytes("userId,movieId"), null],
  ["u.item", bytes("1|Caf\xe9 (1995)|"), null],
  ["a.json", bytes('\xef\xbb\xbf\n [{"a": 1}]'), null],
  ["a.jsonl", bytes('{"a": 1}'), null],
  ["a.csv.gz", GZIP, null],
  ["a.zip", ZIP, null],
  ["a.csv", bytes(""), /empty/],
  ["a.csv", GZIP, /gzip: name it so/],
  ["a.csv", ZIP, /zip archive: name it so/],
  ["a.csv", bytes("\x7fELF\x00\x00"), /does not begin like text/],
  ["a.csv.gz", bytes("userId"), /not begin like gzip/],
  ["a.zip", GZIP, /not begin like a zip/],
  ["a.json", bytes("userId,movieId"), /neither \[ nor \{/],
] as const)("%s with %j", (name, head, mistake) => {
  if (mistake === null) expect(headMistake(name, head)).toBeNull();
  else expect(headMistake(name, head)).toMatch(mistake);
});
