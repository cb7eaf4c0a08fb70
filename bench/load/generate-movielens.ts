import { createWriteStream } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { seededRandom } from "@marquee/loaders/sample/synthetic/seeded-random.js";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { eachRating } from "./figures-of-file.js";

/** How often each number of half stars is given in MovieLens' small set. */
const HALF_STARS = [1_370, 2_811, 1_791, 7_551, 5_550, 20_047, 13_136, 26_818, 8_551, 13_211];
const RATINGS_PER_USER = 154;

/**
 * A MovieLens "latest" folder of made-up ratings: user after user, each with a lognormal number of movies drawn by Zipf, in the order of
 * their ids. Seeded: the same rows each time.
 */
export async function generateMovieLens(folder: string, ratings: number, movies: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeTitles(
    folder,
    Array.from({ length: movies }, (_, n) => n + 1),
  );
  await pipeline(lines(ratings, movies), createWriteStream(join(folder, "ratings.csv")));
}

/** The same of a ratings.csv that there is, which stays where it is. */
export async function generateTitlesOf(ratings: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const ids = new Set<number>();
  await eachRating(ratings, (movie) => ids.add(Number(movie)));
  await writeTitles(folder, [...ids]);
  await symlink(resolve(ratings), join(folder, "ratings.csv"));
}

async function writeTitles(folder: string, ids: readonly number[]): Promise<void> {
  const titles = ids.map((id) => `${id},"Film ${id.toString(36)}, The (${1930 + (id % 90)})",Drama|Comedy\n`);
  await pipeline(["movieId,title,genres\n", ...titles], createWriteStream(join(folder, "movies.csv")));
}

function* lines(ratings: number, movies: number): Generator<string> {
  const generator = seededRandom(42, "ratings");
  const random = (): number => uniformFloat64(generator);
  const popular = cumulative(Array.from({ length: movies }, (_, rank) => 1 / (rank + 1) ** 0.9));
  // Which movie has which rank has nothing to do with its id.
  const ids = Array.from({ length: movies }, (_, n) => 1 + ((n * 40_503) % movies));
  const stars = cumulative(HALF_STARS);
  yield "userId,movieId,rating,timestamp\n";
  let left = ratings;
  for (let user = 1; left > 0; user++) {
    const bell = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const wanted = Math.max(20, Math.round((RATINGS_PER_USER / 2.05) * Math.exp(1.2 * bell)));
    const rated = new Set<number>();
    for (let draw = 0; draw < Math.min(wanted, left, movies); draw++) rated.add(ids[find(popular, random())] ?? 1);
    let at = 789_652_009 + Math.floor(random() * 784_675_694);
    let text = "";
    for (const movie of [...rated].sort((one, other) => one - other)) {
      at += 5 + Math.floor(85 * random());
      text += `${user},${movie},${((1 + find(stars, random())) / 2).toFixed(1)},${at}\n`;
    }
    left -= rated.size;
    yield text;
  }
}

function cumulative(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  weights.forEach((weight, index) => {
    sum += weight;
    sums[index] = sum;
  });
  return sums.map((value) => value / sum);
}

/** The first place whose sum is above. */
function find(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 1) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
