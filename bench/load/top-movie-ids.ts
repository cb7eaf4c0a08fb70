import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";

const QUERY = `query ($after: Cursor) { topMovies(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;

interface Page {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The best movies, page after page, as many as there are up to `count`. */
export async function topMovieIds(endpoint: SubgraphEndpoint, count: number): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  while (ids.length < count) {
    const { data, errors } = await endpoint.execute({
      query: QUERY,
      variables: { after },
      viewer: null,
      requestId: "bench",
    });
    if (errors !== undefined || !data) throw errors?.[0];
    const { nodes, pageInfo } = data.topMovies as Page;
    ids.push(...nodes.map(({ id }) => id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  return ids.slice(0, count);
}
