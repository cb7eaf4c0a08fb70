import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import type { Figures } from "../movielens/figures-of.js";

export interface FileFigures {
  byMovie: Map<string, Figures>;
  /** By popularityScore, highest first, then by id. */
  best: string[];
}

interface Sums {
  count: number;
  stars: number;
  squares: number;
}

const BEST = 1_000;

/** Straight from ratings.csv, which is read twice and never held: sums of stars, then squares of what they are away from the mean. */
export async function figuresOfFile(file: string): Promise<FileFigures> {
  const movies = new Map<string, Sums>();
  await eachRating(file, (movie, stars) => {
    const sums = movies.get(movie) ?? { count: 0, stars: 0, squares: 0 };
    movies.set(movie, sums);
    sums.count += 1;
    sums.stars += stars;
  });
  await eachRating(file, (movie, stars) => {
    const sums = movies.get(movie);
    if (sums !== undefined) sums.squares += (stars - sums.stars / sums.count) ** 2;
  });
  const ranked = [...movies].map(([id, { count, stars }]) => {
    const score = 0.7 * (stars / count) + 0.3 * Math.log(count + 1);
    return { id: `movielens:${id}`, score: Math.round(score * 1_000) / 1_000 };
  });
  ranked.sort((one, other) => other.score - one.score || (one.id < other.id ? -1 : 1));
  return {
    byMovie: new Map([...movies].map(([id, sums]) => [id, figuresOf(sums)])),
    best: ranked.slice(0, BEST).map(({ id }) => id),
  };
}

/** On the scale of ten: twice the stars. */
function figuresOf({ count, stars, squares }: Sums): Figures {
  return {
    count,
    mean: (2 * stars) / count,
    standardDeviation: count < 2 ? null : 2 * Math.sqrt(squares / (count - 1)),
  };
}

/** Of a ratings.csv, line by line. */
export async function eachRating(file: string, take: (movie: string, stars: number) => void): Promise<void> {
  let header = true;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const [, movie, stars] = line.split(",");
    if (!header && movie !== undefined) take(movie, Number(stars));
    header = false;
  }
}
