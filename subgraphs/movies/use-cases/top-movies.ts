import { type Connection, pageSize, toConnection } from "@marquee/platform/connection/connection.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { MovieModel } from "../models.js";
import { foldText } from "../rules/fold-text.js";
import type { MovieStore } from "../store/movie-store.js";
import { MAX_RANKED, type PageRequest } from "./page-request.js";

const DEFAULT_PAGE_SIZE = 20;

type Place = readonly [popularity: number, id: string, rank: number];

/** A page of the most popular movies, of one genre or of all. Its cursors are places by popularity; the rank bounds the depth. */
export async function topMovies(
  { store, cursors }: { store: MovieStore; cursors: CursorSigner },
  request: PageRequest & { genre?: string | null | undefined },
): Promise<Connection<MovieModel>> {
  const size = pageSize(request.first, DEFAULT_PAGE_SIZE);
  const genre = request.genre ?? null;
  const kind = `movies.top:${genre === null ? "" : `genre:${foldText(genre).trim()}`}`;
  const after = request.after ?? null;
  const place = after === null ? null : (cursors.verify(kind, after) as unknown as Place);
  const before = place?.[2] ?? 0;
  const limit = Math.min(size + 1, MAX_RANKED - before);
  const items =
    limit <= 0
      ? []
      : await store.top({ genre, after: place === null ? null : { popularity: place[0], id: place[1] }, limit });
  const ranks = new Map(items.map((movie, index) => [movie, before + index + 1]));
  return toConnection({
    items,
    pageSize: size,
    after,
    cursorOf: (movie) => cursors.sign(kind, [movie.popularity, movie.id, ranks.get(movie) ?? 0]),
  });
}
