import { describe, expect, it } from "vitest";
import { readFiles } from "../testing/read-files.js";

const row = {
  review_id: "rw1",
  reviewer: "somebody",
  movie: "A Film (2004)",
  rating: "8",
  review_summary: "Good",
  review_date: "24 July 2005",
  spoiler_tag: 0,
  review_detail: "First line.\r\n\r\nSecond line.",
  helpful: ["3", "1,024"],
};
const ref = { source: "imdb-reviews", id: "A Film (2004)" };

describe.each([
  ["a JSON array on one line", (rows: object[]) => JSON.stringify(rows)],
  ["JSON lines", (rows: object[]) => rows.map((one) => `${JSON.stringify(one)}\n`).join("")],
])("IMDb reviews as %s", (_, pack) => {
  const read = (...rows: object[]) => readFiles({ "part-01.json": pack(rows) });

  it("become reviews, and the titles they are of", async () => {
    const { records } = await read(row, { ...row, review_id: "rw2", rating: null, spoiler_tag: 1, review_summary: "" });
    const review = {
      type: "review",
      title: ref,
      id: "rw1",
      user: "somebody",
      userName: "somebody",
      review: { summary: "Good", text: "First line.\n\nSecond line.", containsSpoilers: false, score: 8 },
      votes: { up: 3, total: 1024 },
      writtenAt: Date.UTC(2005, 6, 24),
    };
    expect(records).toEqual([
      {
        type: "title",
        ref,
        part: "reviews",
        facts: { title: "A Film", kind: "MOVIE", releaseYear: 2004 },
        sameAs: [],
      },
      review,
      {
        ...review,
        id: "rw2",
        review: { summary: null, text: "First line.\n\nSecond line.", containsSpoilers: true, score: null },
      },
    ]);
  });

  it("of a series are of one title, however its years are written", async () => {
    const { records } = await read(
      { ...row, movie: "After Life (2019- )" },
      { ...row, review_id: "rw2", movie: "After Life (TV Series 2019–2022)" },
    );
    const id = "After Life (2019 series)";
    expect(records).toMatchObject([
      { type: "title", ref: { id }, facts: { title: "After Life", kind: "SERIES", releaseYear: 2019 } },
      { type: "review", title: { id } },
      { type: "review", title: { id } },
    ]);
  });

  it("that are none are rejected by number, one collected twice is left out", async () => {
    const { rejects, skipped, records } = await read(
      { ...row, rating: "11" },
      { ...row, rating: "good" },
      { ...row, review_date: "24 Juli 2005" },
      { ...row, review_detail: " " },
      { ...row, reviewer: "" },
      { ...row, movie: null },
      { ...row, review_id: 7 },
      row,
      { ...row, review_detail: "Other" },
    );
    expect(rejects.map(({ line, reason }) => [line, reason])).toEqual([
      [1, "RATING_OUT_OF_RANGE"],
      [2, "RATING_MALFORMED"],
      [3, "BAD_DATE"],
      [4, "NO_TEXT"],
      [5, "BAD_USER"],
      [6, "NO_TITLE"],
      [7, "BAD_FIELD"],
    ]);
    expect(skipped).toEqual({ DUPLICATE_ROW: 1 });
    expect(records).toHaveLength(2);
  });

  it("have votes that make sense and texts that fit", async () => {
    const { records, cleaned } = await read({ ...row, helpful: ["9", "3"], review_detail: "x".repeat(30_000) });
    expect(records[1]).toMatchObject({ votes: { up: 3, total: 3 }, review: { text: "x".repeat(20_000) } });
    expect(cleaned).toEqual({ "year-in-title": 1, "bad-votes": 1, "cut-text": 1 });
  });
});
