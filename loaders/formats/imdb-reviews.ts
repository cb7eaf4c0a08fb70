// "IMDb Review Dataset - ebD": a review an object.
import { createHash } from "node:crypto";
import { z } from "zod";
import { isoDateOf } from "../cleaning/clean-date.js";
import { countOf } from "../cleaning/clean-number.js";
import { BAD_SCORES, scoreOfPoints } from "../cleaning/clean-score.js";
import { cleanText, cutText } from "../cleaning/clean-text.js";
import type { Cleaned } from "../cleaning/cleaning-rules.js";
import { type ParsedTitle, parseTitle } from "../cleaning/title-in-brackets.js";
import type { TitleRef } from "../records/load-record.js";
import { knownFacts, MAX_TITLE } from "./known-facts.js";
import type { RowReader } from "./read-batches.js";

const text = z.string().nullish();
const reviewRow = z.object({
  review_id: z.string().min(1).max(100),
  reviewer: text,
  movie: text,
  rating: z.union([z.string(), z.number()]).nullish(),
  review_summary: text,
  review_date: text,
  spoiler_tag: z.union([z.number(), z.string(), z.boolean()]).nullish(),
  review_detail: text,
  helpful: z.array(z.union([z.string(), z.number()])).nullish(),
});

// In UTF-16 units: 300 and 20,000 characters.
const MAX_SUMMARY = 300;
const MAX_TEXT = 20_000;
const MAX_USER = 150;
const MAX_ID = 150;

export const imdbReviews: RowReader<unknown> = {
  remembers: false,
  // A review that was collected twice has one id, whatever else changed.
  dropsEqualRows: false,
  start: () => {
    const seen = new Set<string>();
    const titles = new Set<string>();
    return (value, batch, source) => {
      const { cleaned } = batch;
      const read = reviewRow.safeParse(value);
      if (!read.success) {
        const { path, message } = read.error.issues[0] ?? { path: [], message: "" };
        return batch.reject(source, "BAD_FIELD", `${path.join(".")}: ${message}`);
      }
      const row = read.data;
      const movie = cleanText(row.movie ?? "", cleaned);
      const user = cleanText(row.reviewer ?? "", cleaned);
      const body = cleanReview(row.review_detail ?? "");
      const date = isoDateOf((row.review_date ?? "").trim());
      const score =
        row.rating === null || row.rating === undefined || row.rating === "" ? null : scoreOfPoints(row.rating);
      if (seen.has(row.review_id)) return batch.skip("DUPLICATE_ROW");
      if (movie === "") return batch.reject(source, "NO_TITLE", "movie is empty");
      if (user === "" || user.length > MAX_USER)
        return batch.reject(source, "BAD_USER", "reviewer is empty, or too long");
      if (body === "") return batch.reject(source, "NO_TEXT", "review_detail is empty");
      if (date === null) return batch.reject(source, "BAD_DATE", "review_date is not like 24 July 2005");
      if (typeof score === "string") return batch.reject(source, score, BAD_SCORES[score]);
      seen.add(row.review_id);
      const parsed = parseTitle(movie, cleaned, "imdb");
      const title = refOf(parsed);
      batch.taken();
      if (!titles.has(title.id)) {
        titles.add(title.id);
        batch.emit({ type: "title", ref: title, part: "reviews", facts: factsOf(parsed, cleaned), sameAs: [] });
      }
      const summary = cutText(cleanText(row.review_summary ?? "", cleaned), MAX_SUMMARY, cleaned);
      batch.emit({
        type: "review",
        title,
        id: row.review_id,
        user,
        userName: user,
        review: {
          summary: summary === "" ? null : summary,
          text: cutText(body, MAX_TEXT, cleaned),
          containsSpoilers: String(row.spoiler_tag ?? 0) === "1" || row.spoiler_tag === true,
          score,
        },
        votes: votesOf(row.helpful ?? [], cleaned),
        writtenAt: Date.parse(`${date}T00:00:00Z`),
      });
    };
  },
};

function factsOf(parsed: ParsedTitle, cleaned: Cleaned) {
  const { title, kind, releaseYear } = parsed;
  return knownFacts({ title: cutText(title, MAX_TITLE, cleaned), kind: kind ?? "MOVIE", releaseYear });
}

/** `After Life (2019 TV)`: one id whether the file has `(2019- )` or `(TV Series 2019- )`. Long ones end in a digest. */
function refOf({ title, releaseYear, kind }: ParsedTitle): TitleRef {
  const marks = [releaseYear, kind === null || kind === "MOVIE" ? null : kind.toLowerCase()].filter(
    (mark) => mark !== null,
  );
  const id = marks.length === 0 ? title : `${title} (${marks.join(" ")})`;
  if (id.length <= MAX_ID) return { source: "imdb-reviews", id };
  const digest = createHash("sha256").update(id).digest("hex").slice(0, 16);
  return { source: "imdb-reviews", id: `${id.slice(0, MAX_ID - 17)}~${digest}` };
}

/** Paragraphs stay. */
function cleanReview(body: string): string {
  return body.replaceAll("\u0000", "").replace(/\r\n?/g, "\n").trim();
}

function votesOf(helpful: readonly (string | number)[], cleaned: Cleaned): { up: number; total: number } {
  const up = countOf(helpful[0]);
  const total = countOf(helpful[1]);
  if (up !== null && total !== null && up <= total) return { up, total };
  if (helpful.length > 0) cleaned("bad-votes");
  return { up: Math.min(up ?? 0, total ?? 0), total: total ?? 0 };
}
