import { type Connection, pageSize, toConnection } from "@marquee/platform/connection/connection.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { MovieLoader } from "../context.js";
import type { MovieModel } from "../models.js";
import { foldText } from "../rules/fold-text.js";
import type { Leaderboard } from "../store/leaderboard.js";
import type { PageRequest } from "./page-request.js";

const DEFAULT_PAGE_SIZE = 20;

/** A page of the most popular movies, of one genre or of all. Its cursors are places on the leaderboard. */
export async function topMovies(
  { leaderboard, cursors }: { leaderboard: Leaderboard; cursors: CursorSigner },
  movies: MovieLoader,
  request: PageRequest & { genre?: string | null | undefined },
): Promise<Connection<MovieModel>> {
  const size = pageSize(request.first, DEFAULT_PAGE_SIZE);
  const genre = request.genre ?? null;
  const kind = `movies.top:${genre === null ? "" : `genre:${foldText(genre).trim()}`}`;
  const after = request.after ?? null;
  const ranked = toConnection({
    items: await leaderboard.top({
      genre,
      after: after === null ? null : cursors.verify(kind, after),
      limit: size + 1,
    }),
    pageSize: size,
    after,
    cursorOf: ({ place }) => cursors.sign(kind, place),
  });
  const found = await Promise.all(ranked.nodes.map(({ id }) => movies.load(id)));
  // The leaderboard may not know yet that a movie has been retired: the page is that much shorter.
  const edges = ranked.edges.flatMap((edge, index) => {
    const movie = found[index];
    if (movie === undefined || movie === null || movie.retired) return [];
    return {
      node: movie,
      get cursor() {
        return edge.cursor;
      },
    };
  });
  return { edges, nodes: edges.map(({ node }) => node), pageInfo: ranked.pageInfo };
}
