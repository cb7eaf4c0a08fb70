import { BAD_SCORES, type BadScore, scoreOfStars } from "../cleaning/clean-score.js";
import type { RowReader } from "./read-batches.js";

/** Seconds of 1990 and 2100: there are no web ratings before, and what is cut off a number makes it smaller. */
const EARLIEST = 631_152_000;
const LATEST = 4_102_444_800;

/** Ratings by user, movie, stars and seconds since 1970, in this order in all layouts. `source`: what the movie ids are of. */
export function movielensRatings(source: string): RowReader<string[]> {
  return {
    remembers: false,
    dropsEqualRows: true,
    start: () => {
      // A file has few different ratings and millions of rows.
      const scores = new Map<string, number | BadScore>();
      return (row, batch, at) => {
        const [user = "", movie = "", stars = "", time = ""] = row;
        let score = scores.get(stars);
        if (score === undefined) {
          score = scoreOfStars(stars);
          if (scores.size < 1_000) scores.set(stars, score);
        }
        if (typeof score === "string") return batch.reject(at, score, BAD_SCORES[score]);
        if (!isId(user)) return batch.reject(at, "BAD_USER", "the user's id is no number");
        if (!isId(movie)) return batch.reject(at, "BAD_ID", "the movie's id is no number");
        const seconds = Number(time);
        if (!(seconds >= EARLIEST && seconds < LATEST)) {
          return batch.reject(at, "BAD_TIMESTAMP", "the timestamp is no second from 1990 to 2100");
        }
        batch.cleaned("half-stars");
        batch.taken();
        batch.emit({ type: "rating", title: { source, id: movie }, user, score, ratedAt: Math.floor(seconds) * 1_000 });
      };
    },
  };
}

/** Up to 16 digits and nothing else. */
export function isId(text: string): boolean {
  const { length } = text;
  if (length === 0 || length > 16) return false;
  for (let at = 0; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}
