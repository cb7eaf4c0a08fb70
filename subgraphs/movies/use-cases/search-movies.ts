import { type Connection, pageSize, toConnection } from "@marquee/platform/connection/connection.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { MovieModel } from "../models.js";
import { wordsOf } from "../rules/fold-text.js";
import { MAX_RANKED } from "../rules/ranking-depth.js";
import type { MovieFilter, MovieIndex } from "../store/movie-index.js";
import { checkFilter } from "./check-filter.js";
import type { PageRequest } from "./page-request.js";

const DEFAULT_PAGE_SIZE = 20;
const MAX_QUERY_CHARACTERS = 500;

/** A page of what matches, best first. A cursor is a rank, good for the same words and filter alone. */
export async function searchMovies(
  { index, cursors }: { index: MovieIndex; cursors: CursorSigner },
  request: PageRequest & { query: string; filter?: MovieFilter | null | undefined },
): Promise<Connection<MovieModel>> {
  const size = pageSize(request.first, DEFAULT_PAGE_SIZE);
  if (request.query.length > MAX_QUERY_CHARACTERS) {
    throw new AppError(
      "BAD_USER_INPUT",
      `query may have at most ${MAX_QUERY_CHARACTERS} characters; leave some words out.`,
    );
  }
  const filter = checkFilter(request.filter);
  const kind = `movies.search:${JSON.stringify([wordsOf(request.query), Object.entries(filter).sort()])}`;
  const after = request.after ?? null;
  const offset = after === null ? 0 : (cursors.verify(kind, after) as number);
  const limit = Math.min(size + 1, MAX_RANKED - offset);
  const items = limit <= 0 ? [] : await index.search({ text: request.query, filter, offset, limit });
  const ranks = new Map(items.map((movie, index) => [movie, offset + index + 1]));
  return toConnection({ items, pageSize: size, after, cursorOf: (movie) => cursors.sign(kind, ranks.get(movie) ?? 0) });
}
