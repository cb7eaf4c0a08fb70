import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import type { Figures } from "./figures-of.js";
import { movieIdOf } from "./import-movielens.js";

export interface Differences {
  /** Movies whose count is not the expected one. */
  counts: number;
  /** The largest difference. */
  mean: number;
  standardDeviation: number;
}

interface Summary {
  count: number;
  average: number | null;
  standardDeviation: number | null;
}

const QUERY = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Movie { ratingSummary { count average standardDeviation } } } }`;

/** Asks for every movie's summary as a gateway would, and holds it against what is expected. */
export async function compareSummaries(
  endpoint: SubgraphEndpoint,
  expected: ReadonlyMap<string, Figures>,
): Promise<Differences> {
  const differences: Differences = { counts: 0, mean: 0, standardDeviation: 0 };
  const movies = [...expected];
  for (let at = 0; at < movies.length; at += 500) {
    const page = movies.slice(at, at + 500);
    const representations = page.map(([movieId]) => ({ __typename: "Movie", id: movieIdOf(movieId) }));
    const { data, errors } = await endpoint.execute({
      query: QUERY,
      variables: { representations },
      viewer: null,
      requestId: "bench",
    });
    if (errors !== undefined) throw errors[0];
    const entities = data?._entities as { ratingSummary: Summary }[];
    for (const [index, [, figures]] of page.entries()) compare(figures, entities[index]?.ratingSummary, differences);
  }
  return differences;
}

function compare(expected: Figures, actual: Summary | undefined, differences: Differences): void {
  if (actual?.count !== expected.count) differences.counts++;
  differences.mean = Math.max(differences.mean, apart(expected.mean, actual?.average));
  differences.standardDeviation = Math.max(
    differences.standardDeviation,
    apart(expected.standardDeviation, actual?.standardDeviation),
  );
}

function apart(expected: number | null, actual: number | null | undefined): number {
  if (expected === null || actual === null || actual === undefined) {
    return expected === null && actual === null ? 0 : Number.POSITIVE_INFINITY;
  }
  return Math.abs(expected - actual);
}
