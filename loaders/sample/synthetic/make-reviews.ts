import type { ReviewContent } from "@marquee/schema/events/review-submitted.js";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import type { CatalogueRow } from "../catalogue-row.js";
import { below, pick, unit } from "./draw.js";
import type { MadeRating } from "./make-ratings.js";
import { ASPECTS, CLOSINGS, type Mood, OPENINGS, SPOILERS, SUMMARIES } from "./review-phrases.js";
import { seededRandom } from "./seeded-random.js";

/** Every text ends with it. */
export const LABEL = "(synthetic review)";

const REVIEWS_PER_RATING = 0.1;

export interface MadeReview {
  rating: MadeRating;
  content: ReviewContent;
  votes: { up: number; total: number };
}

/** How many of a film's raters also review it. */
export function reviewCount(row: CatalogueRow, ratings: number, seed: number): number {
  return Math.floor(ratings * REVIEWS_PER_RATING + unit(seededRandom(seed, `review-count:${row.id}`)));
}

/** `count` of the film's raters review it, on the day they rate it; oldest first. */
export function makeReviews(
  row: CatalogueRow,
  ratings: readonly MadeRating[],
  count: number,
  seed: number,
): MadeReview[] {
  const random = seededRandom(seed, `reviews:${row.id}`);
  const reviews: MadeReview[] = [];
  let missing = Math.min(count, ratings.length);
  ratings.forEach((rating, index) => {
    // Selection sampling: exactly `count`, each rating as likely as the next.
    if (unit(random) * (ratings.length - index) >= missing) return;
    missing -= 1;
    reviews.push({ rating, content: makeContent(random, rating), votes: makeVotes(random, ratings.length) });
  });
  return reviews;
}

function makeContent(random: RandomGenerator, rating: MadeRating): ReviewContent {
  const mood = moodOf(rating.score);
  const containsSpoilers = unit(random) < 0.12;
  const sentences = [
    pick(random, OPENINGS[mood]),
    ...makeAspects(random, mood),
    ...(containsSpoilers ? [pick(random, SPOILERS)] : []),
    pick(random, CLOSINGS[mood]),
    LABEL,
  ];
  return {
    summary: pick(random, SUMMARIES[mood]),
    text: sentences.join(" "),
    containsSpoilers,
    score: unit(random) < 0.9 ? rating.score : null,
  };
}

/** Two to four aspects, none twice. */
function makeAspects(random: RandomGenerator, mood: Mood): string[] {
  const aspects = ASPECTS[mood];
  const first = below(random, aspects.length);
  const count = 2 + below(random, 3);
  return Array.from({ length: count }, (_, index) =>
    pick(random, aspects[(first + index) % aspects.length] ?? aspects[0]),
  );
}

function moodOf(score: number): Mood {
  if (score <= 4) return "bad";
  return score <= 6 ? "mixed" : "good";
}

/** Few reviews get many votes; those of well-known films more. */
function makeVotes(random: RandomGenerator, ratings: number): { up: number; total: number } {
  const total = Math.min(ratings, Math.floor(2 / (unit(random) + 0.01)) - 1);
  return { up: Math.round(total * (0.3 + 0.65 * unit(random))), total };
}
