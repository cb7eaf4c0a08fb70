import type { GraphqlClient } from "../environment/graphql-client.js";

export interface Figures {
  count: number;
  histogram: number[];
}

interface Page {
  movies: {
    nodes: { id: string; ratingSummary: Figures }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}

const PAGE = `query Page($after: Cursor) {
  movies(first: 100, after: $after) {
    nodes { id ratingSummary { count histogram } }
    pageInfo { hasNextPage endCursor }
  }
}`;

/** The figures of every movie there is, by its id. */
export async function readEverySummary(client: GraphqlClient): Promise<Map<string, Figures>> {
  const summaries = new Map<string, Figures>();
  for (let after: string | null = null, more = true; more; ) {
    const { movies }: Page = await client.request<Page>(PAGE, { after });
    for (const { id, ratingSummary } of movies.nodes) summaries.set(id, ratingSummary);
    after = movies.pageInfo.endCursor;
    more = movies.pageInfo.hasNextPage;
  }
  return summaries;
}
