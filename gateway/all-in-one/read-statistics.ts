import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import type { BannerFacts } from "./banner.js";

const FIELDS = { movies: "movies", accounts: "users", ratings: "ratings", reviews: "reviews" } as const;

/** Each subgraph's own figure; null where it did not answer. */
export async function readStatistics(subgraphs: Record<SubgraphName, Subgraph>): Promise<BannerFacts["statistics"]> {
  const read = async (name: SubgraphName): Promise<number | null> => {
    const query = `{ statistics { value: ${FIELDS[name]} } }`;
    const result = await subgraphs[name].endpoint.execute({ query, viewer: null, requestId: "start" });
    const statistics = result.data?.statistics as { value: number | null } | null | undefined;
    return statistics?.value ?? null;
  };
  const [movies, users, ratings, reviews] = await Promise.all([
    read("movies"),
    read("accounts"),
    read("ratings"),
    read("reviews"),
  ]);
  return { movies, users, ratings, reviews };
}
