import { createReadStream } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse";

export interface StarRating {
  userId: string;
  movieId: string;
  /** Half stars, 0.5 to 5. */
  stars: number;
  /** Milliseconds since 1970. */
  ratedAt: number;
}

/** ratings.csv and movies.csv of a MovieLens "latest" folder. */
export async function readMovieLens(folder: string): Promise<{ titles: Map<string, string>; ratings: StarRating[] }> {
  const titles = new Map<string, string>();
  for await (const row of rowsOf(join(folder, "movies.csv"))) titles.set(row.movieId ?? "", row.title ?? "");
  const ratings: StarRating[] = [];
  for await (const { userId = "", movieId = "", rating, timestamp } of rowsOf(join(folder, "ratings.csv"))) {
    ratings.push({ userId, movieId, stars: Number(rating), ratedAt: Number(timestamp) * 1000 });
  }
  return { titles, ratings };
}

function rowsOf(file: string): AsyncIterable<Record<string, string>> {
  return createReadStream(file).pipe(parse({ columns: true, bom: true }));
}
