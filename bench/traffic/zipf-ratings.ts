import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";

export interface ZipfOptions {
  /** The n-th most popular one has 1/n of the ratings of the first. */
  movies: number;
  users: number;
  seed: number;
}

const START = 1_767_225_600_000;

/** Ratings by any user of few popular movies, one a second; the same seed gives the same ones. */
export function* zipfRatings({ movies, users, seed }: ZipfOptions): Generator<RatingSubmitted, never, undefined> {
  const random = mulberry32(seed);
  const sums = runningSums(movies);
  const whole = (below: number) => Math.floor(random() * below);
  for (let count = 0; ; count++) {
    const rank = rankOf(sums, random() * (sums.at(-1) ?? 0));
    yield RatingSubmitted.create({
      eventId: `zipf-${seed}-${count}`,
      occurredAt: START + count * 1_000,
      origin: "live",
      movieId: `synthetic:${seed}-${rank}`,
      userId: `synthetic:${whole(users)}`,
      score: 1 + whole(10),
      movie: {
        title: `The ${rank}th Story`,
        genres: ["Drama", "War"],
        director: "Someone Else",
        country: "FR",
        releaseYear: 1990,
        contentRating: "PG-13",
        runtimeMinutes: 101,
        externalId: `synthetic:${rank}`,
      },
    });
  }
}

export function take<Item>(count: number, items: Iterator<Item>): Item[] {
  return Array.from({ length: count }, () => items.next().value as Item);
}

function runningSums(count: number): Float64Array {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1);
    sums[rank] = sum;
  }
  return sums;
}

/** The first rank whose sum reaches `wanted`. */
function rankOf(sums: Float64Array, wanted: number): number {
  let low = 0;
  for (let high = sums.length - 1; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
