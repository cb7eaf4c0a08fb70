import { pageSize, toConnection } from "@marquee/platform/connection/connection.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { Resolvers } from "../generated/resolvers.js";
import type { ListedReviewModel } from "../store/review-store.js";
import { readPlace, signPlace } from "./list-cursor.js";

/** The lists of reviews that hang on a movie and on a user. */
export function reviewLists(cursors: CursorSigner): Pick<Resolvers, "Movie" | "User"> {
  function connection(
    list: string,
    page: { items: ListedReviewModel[]; pageSize: number; after: string | null | undefined },
  ) {
    return toConnection({ ...page, cursorOf: ({ place }) => signPlace(cursors, list, place) });
  }

  return {
    Movie: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      async reviews({ id }, args, { loaders }) {
        const size = pageSize(args.first, 8);
        const order = args.orderBy ?? "TOP";
        const includeSpoilers = args.includeSpoilers ?? true;
        const list = `movie-reviews:${order}:${id}`;
        const place = readPlace(cursors, list, args.after);
        const page = { movieId: id, order, includeSpoilers, limit: size + 1, after: place };
        const items = await loaders.movieReviews(page);
        return connection(list, { items, pageSize: size, after: args.after });
      },
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      async reviews({ id }, args, { loaders }) {
        const size = pageSize(args.first, 20);
        const list = `user-reviews:${id}`;
        const place = readPlace(cursors, list, args.after);
        const items = await loaders.userReviews.load({ userId: id, limit: size + 1, after: place });
        return connection(list, { items, pageSize: size, after: args.after });
      },
    },
  };
}
