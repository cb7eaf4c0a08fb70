import { type Connection, pageSize, toConnection } from "@marquee/platform/connection/connection.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { MovieModel } from "../models.js";
import { type ListOrder, listKey } from "../rules/list-key.js";
import type { MovieFilter, MovieIndex } from "../store/movie-index.js";
import { checkFilter } from "./check-filter.js";
import type { PageRequest } from "./page-request.js";

const DEFAULT_PAGE_SIZE = 20;

/** A page of the catalogue. Its cursors are places in the order, so movies that come or go meanwhile do not shift it. */
export async function listMovies(
  { index, cursors }: { index: MovieIndex; cursors: CursorSigner },
  request: PageRequest & { filter?: MovieFilter | null | undefined; orderBy?: ListOrder | null | undefined },
): Promise<Connection<MovieModel>> {
  const size = pageSize(request.first, DEFAULT_PAGE_SIZE);
  const order = request.orderBy ?? "TITLE";
  const kind = `movies.${order}`;
  const after = request.after ?? null;
  const items = await index.list({
    order,
    filter: checkFilter(request.filter),
    after: after === null ? null : readPlace(cursors.verify(kind, after) as [string, string]),
    limit: size + 1,
  });
  return toConnection({
    items,
    pageSize: size,
    after,
    cursorOf: (movie) => cursors.sign(kind, [listKey(order, movie), movie.id]),
  });
}

function readPlace([key, id]: [string, string]): { key: string; id: string } {
  return { key, id };
}
