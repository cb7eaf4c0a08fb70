import type { GraphqlClient } from "../environment/graphql-client.js";
import type { Summary } from "../environment/rating-feed.js";

export interface MovieState {
  summary: Summary;
  /** By user id, each as often as it is listed. */
  ratings: { userId: string; score: number }[];
  reviews: { userId: string; text: string }[];
}

interface Page<Node> {
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

interface MovieAnswer {
  movie: {
    ratingSummary: Summary;
    ratings: Page<{ score: number; user: { id: string } }>;
    reviews: Page<{ text: string; author: { id: string } }>;
  };
}

const MOVIE = `query Movie($id: ID!, $ratingsAfter: Cursor, $reviewsAfter: Cursor) {
  movie(id: $id) {
    ratingSummary { count average histogram }
    ratings(first: 5, after: $ratingsAfter) { nodes { score user { id } } pageInfo { hasNextPage endCursor } }
    reviews(first: 5, after: $reviewsAfter, orderBy: NEWEST) { nodes { text author { id } } pageInfo { hasNextPage endCursor } }
  }
}`;

/** Everything that users gave to a movie, page by page. */
export async function readMovie(client: GraphqlClient, id: string): Promise<MovieState> {
  const state: MovieState = { summary: { count: 0, average: null, histogram: [] }, ratings: [], reviews: [] };
  let ratingsAfter: string | null | undefined;
  let reviewsAfter: string | null | undefined;
  // Undefined before the first page, null behind the last.
  while (ratingsAfter !== null || reviewsAfter !== null) {
    const { movie } = await client.request<MovieAnswer>(MOVIE, { id, ratingsAfter, reviewsAfter });
    state.summary = movie.ratingSummary;
    if (ratingsAfter !== null) {
      state.ratings.push(...movie.ratings.nodes.map(({ score, user }) => ({ score, userId: user.id })));
      ratingsAfter = movie.ratings.pageInfo.hasNextPage ? movie.ratings.pageInfo.endCursor : null;
    }
    if (reviewsAfter !== null) {
      state.reviews.push(...movie.reviews.nodes.map(({ text, author }) => ({ text, userId: author.id })));
      reviewsAfter = movie.reviews.pageInfo.hasNextPage ? movie.reviews.pageInfo.endCursor : null;
    }
  }
  return state;
}

/** The figures of these scores. */
export function summaryOf(scores: readonly number[]): Summary {
  const sum = scores.reduce((total, score) => total + score, 0);
  return {
    count: scores.length,
    average: scores.length === 0 ? null : sum / scores.length,
    histogram: Array.from({ length: 10 }, (_, index) => scores.filter((score) => score === index + 1).length),
  };
}
