import { pageSize, toConnection } from "@marquee/platform/connection/connection.js";
import type { CursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { Resolvers } from "../generated/resolvers.js";
import type { RatingModel } from "../models.js";
import type { RatingPage } from "../store/rating-store.js";

type PageArguments = { first?: number | null | undefined; after?: string | null | undefined };

export const entityResolvers: Pick<Resolvers, "Movie" | "User"> = {
  Movie: {
    __resolveReference: ({ id }) => ({ id }),
    ratingSummary: ({ id }, _, { loaders }) => loaders.summary.load(id),
    ratings: ({ id }, page, { loaders, services: { cursors } }) => {
      const list = { kind: `ratings-of-movie:${id}`, keyOf: (rating: RatingModel) => rating.userId };
      return connection(cursors, list, id, page, (wanted) => loaders.movieRatings(wanted));
    },
    viewerRating: ({ id }, _, { viewer, loaders }) =>
      viewer === null ? null : loaders.rating({ movieId: id, userId: viewer.userId }),
  },
  User: {
    __resolveReference: ({ id }) => ({ id }),
    ratings: ({ id }, page, { loaders, services: { cursors } }) => {
      const list = { kind: `ratings-of-user:${id}`, keyOf: (rating: RatingModel) => rating.movieId };
      return connection(cursors, list, id, page, (wanted) => loaders.userRatings.load(wanted));
    },
  },
};

/** Cursors name the last entry of a page by what the list is sorted by, so that inserts do not shift what follows. */
async function connection(
  cursors: CursorSigner,
  list: { kind: string; keyOf(rating: RatingModel): string },
  id: string,
  { first, after }: PageArguments,
  load: (page: RatingPage) => Promise<RatingModel[]>,
) {
  const size = pageSize(first, 20);
  const start = after === null || after === undefined ? null : (cursors.verify(list.kind, after) as [number, string]);
  const items = await load({
    id,
    limit: size + 1,
    after: start === null ? null : { ratedAt: start[0], id: start[1] },
  });
  return toConnection({
    items,
    pageSize: size,
    after,
    cursorOf: (rating) => cursors.sign(list.kind, [rating.ratedAt, list.keyOf(rating)]),
  });
}
