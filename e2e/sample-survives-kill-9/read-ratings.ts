import type { GraphqlClient } from "../environment/graphql-client.js";
import type { Figures } from "./read-every-summary.js";

interface Page {
  movie: {
    ratingSummary: Figures;
    ratings: {
      nodes: { score: number; user: { id: string } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  };
}

/** Small, so that there is more than one. */
export const PAGE_SIZE = 10;

const PAGE = `query Page($id: ID!, $after: Cursor) {
  movie(id: $id) {
    ratingSummary { count histogram }
    ratings(first: ${PAGE_SIZE}, after: $after) { nodes { score user { id } } pageInfo { hasNextPage endCursor } }
  }
}`;

/** A movie's figures, and every rating that they should be made of. */
export async function readRatings(client: GraphqlClient, id: string) {
  const ratings: { userId: string; score: number }[] = [];
  for (let after: string | null = null; ; ) {
    const { movie }: Page = await client.request<Page>(PAGE, { id, after });
    ratings.push(...movie.ratings.nodes.map(({ score, user }) => ({ score, userId: user.id })));
    if (!movie.ratings.pageInfo.hasNextPage) return { summary: movie.ratingSummary, ratings };
    after = movie.ratings.pageInfo.endCursor;
  }
}
