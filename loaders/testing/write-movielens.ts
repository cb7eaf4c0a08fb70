import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { seededRandom } from "../sample/synthetic/seeded-random.js";

export interface MadeRating {
  user: number;
  movie: number;
  /** Half stars, 0.5 to 5. */
  stars: number;
  /** Seconds since 1970. */
  at: number;
}

/**
 * A folder in the format of MovieLens' "latest" sets, made up by a seeded generator: every user rates some movies once, the first ones
 * most often. Every `faulty`th row has eleven stars. Gives the good rows.
 */
export async function writeMovieLens(
  folder: string,
  {
    movies,
    users,
    ratings,
    seed,
    faulty = Number.POSITIVE_INFINITY,
  }: Record<"movies" | "users" | "ratings" | "seed", number> & { faulty?: number },
): Promise<MadeRating[]> {
  await mkdir(folder, { recursive: true });
  const titles = Array.from(
    { length: movies },
    (_, n) =>
      `${n + 1},${n % 7 === 0 ? `"Film, The ${n + 1}` : `Film ${n + 1}`} (${1940 + (n % 80)})${n % 7 === 0 ? '"' : ""},Drama|Comedy`,
  );
  await writeFile(join(folder, "movies.csv"), ["movieId,title,genres", ...titles, ""].join("\r\n"));
  const generator = seededRandom(seed, "ratings");
  const random = (): number => uniformFloat64(generator);
  const good: MadeRating[] = [];
  const rows: string[] = [];
  const each = Math.ceil(ratings / users);
  for (let user = 1; rows.length < ratings; user++) {
    const rated = new Set<number>();
    for (let n = 0; n < each && rows.length < ratings; n++) {
      let movie = 1 + Math.floor(movies * random() ** 2);
      while (rated.has(movie)) movie = 1 + (movie % movies);
      rated.add(movie);
      const at = 789_652_009 + Math.floor(random() * 784_675_694);
      const stars = (1 + Math.floor(random() * 10)) / 2;
      const bad = (rows.length + 1) % faulty === 0;
      rows.push(`${user},${movie},${bad ? "11.0" : stars.toFixed(1)},${at}`);
      if (!bad) good.push({ user, movie, stars, at });
    }
  }
  await writeFile(join(folder, "ratings.csv"), ["userId,movieId,rating,timestamp", ...rows, ""].join("\r\n"));
  return good;
}
