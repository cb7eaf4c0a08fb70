import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ReadBatch, ReadStage } from "../records/read-stage.js";
import { batchesOf, totalsOf, withDataset } from "../testing/read-files.js";

const lines = (header: string, rows: number, row: (number: number) => string) =>
  `${header}\n${Array.from({ length: rows }, (_, number) => row(number)).join("\n")}\n`;

/** Bad rows, skipped rows, equal rows and groups over batches, all in one. */
const ratings = (rows: number) =>
  lines("userId,movieId,rating,timestamp", rows, (n) => {
    if (n % 997 === 0) return `${n},"open,4.0,964982703`;
    if (n % 991 === 0) return "";
    return `${n % 983 === 0 ? 7 : n},${n % 50},${n % 101 === 0 ? "9.0" : "4.0"},964982703`;
  });
const tags = lines(
  "userId,movieId,tag,timestamp",
  4_500,
  (n) => `${n},${(n * 7) % 4_400},${n % 90 === 0 ? " " : `tag ${n}`},1`,
);
const akas = lines("titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle", 4_500, (n) => {
  const id = String(Math.floor(n / 1.02)).padStart(7, "0");
  return `${n % 71 === 0 ? "broken" : `tt${id}`}\t1\tName\t${n % 3 === 0 ? "US" : "IN"}\t\\N\t\\N\t\\N\t0`;
});
const films = Array.from({ length: 4_500 }, (_, n) =>
  JSON.stringify({
    imdbId: `tt${String(n % 4_499).padStart(7, "0")}`,
    title: `Film ${n}`,
    year: 2000,
    released: "2000-01-01",
    mpaa: null,
    runtimeMin: n % 100 === 0 ? -1 : 90,
    genres: [],
    directors: [],
    writers: [],
    cast: [],
    languages: [],
    countries: [],
    metacritic: null,
    tomatometer: null,
    criticReviews: null,
  }),
).join("\n");

const FILES = { "ratings.csv": ratings(4_500), "tags.csv": tags, "title.akas.tsv": akas, "films.jsonl": films };

const rowsTo = (batches: readonly ReadBatch[], rows: number) => batches.filter((batch) => batch.rows <= rows);

async function holds(stage: ReadStage): Promise<void> {
  const whole = await batchesOf(stage);
  const all = totalsOf(whole);
  const last = whole.at(-1)?.rows ?? 0;
  expect(whole.length).toBeGreaterThan(1);
  expect(all.read).toBe(last);
  // From where a batch ended, the same batches follow, byte counts aside.
  for (const { rows } of whole) {
    const rest = await batchesOf(stage, rows);
    const without = (batches: readonly ReadBatch[]) => batches.map(({ bytes: _, ...batch }) => batch);
    expect(without(rest)).toEqual(without(whole.slice(rowsTo(whole, rows).length)));
  }
  // From anywhere else, the same records and rejects: each belongs to one row.
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: last + 10 }), async (cut) => {
      const rest = totalsOf(await batchesOf(stage, cut));
      expect(rest.read).toBe(Math.max(0, last - cut));
      expect(rest.records).toEqual(all.records.slice(all.records.length - rest.records.length));
      expect(rest.rejects).toEqual(all.rejects.slice(all.rejects.length - rest.rejects.length));
    }),
    { numRuns: 6, seed: 42 },
  );
}

describe("reading goes on behind any row as if it had not stopped", () => {
  it.each(Object.entries(FILES))("%s", (name, text) =>
    withDataset({ [name]: text }, async ({ stages }) => {
      for (const stage of stages) await holds(stage);
    }),
  );
});
