// Queries to a ratings subgraph, as the gateway asks them.
import { Agent, request } from "undici";

const ANSWER_WITHIN_MS = 30_000;

const MOVIES = `query ($movies: [_Any!]!, $users: [_Any!]!) {
  movies: _entities(representations: $movies) {
    ... on Movie {
      id
      ratingSummary { count average standardDeviation histogram popularityScore }
      ratings(first: 20) { nodes { id score ratedAt user { id } } pageInfo { hasNextPage } }
    }
  }
  users: _entities(representations: $users) {
    ... on User { id ratings(first: 20) { nodes { id score ratedAt movie { id } } } }
  }
  statistics { ratings averageScore }
}`;

export interface Answered {
  status: number;
  /** As JSON. */
  data: string;
  /** Of its errors, in order. */
  codes: string[];
  tookMs: number;
}

export interface SubgraphReader {
  /** Summaries, lists and figures of these movies and users. */
  read(url: string, movieIds: readonly string[], userIds: readonly string[]): Promise<Answered>;
  close(): Promise<void>;
}

export function subgraphReader(gatewaySecret: string): SubgraphReader {
  const agent = new Agent({ connections: 32, headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS });
  return {
    async read(url, movieIds, userIds) {
      const startedAt = performance.now();
      const variables = {
        movies: movieIds.map((id) => ({ __typename: "Movie", id })),
        users: userIds.map((id) => ({ __typename: "User", id })),
      };
      const { statusCode, body } = await request(url, {
        dispatcher: agent,
        method: "POST",
        headers: { "content-type": "application/json", "x-marquee-gateway-secret": gatewaySecret },
        body: JSON.stringify({ query: MOVIES, variables }),
      });
      const answer = (await body.json()) as { data?: unknown; errors?: { extensions?: { code?: string } }[] };
      return {
        status: statusCode,
        data: JSON.stringify(answer.data ?? null),
        codes: (answer.errors ?? []).map(({ extensions }) => extensions?.code ?? "no code"),
        tookMs: performance.now() - startedAt,
      };
    },
    close: () => agent.destroy(),
  };
}
