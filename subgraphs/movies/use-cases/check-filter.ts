import { AppError } from "@marquee/platform/errors/app-error.js";
import type { MovieFilter } from "../store/movie-index.js";

const MAX_GENRES = 20;

/** The filter as the store takes it. Throws BAD_USER_INPUT for more genres than a movie has. */
export function checkFilter(filter: MovieFilter | null | undefined): MovieFilter {
  const genres = filter?.genres?.length ?? 0;
  if (genres <= MAX_GENRES) return filter ?? {};
  throw new AppError("BAD_USER_INPUT", `filter.genres may name at most ${MAX_GENRES} genres, not ${genres}.`);
}
