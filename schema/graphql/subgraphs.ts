/** Every subgraph of the supergraph, with the address it has when it runs alone. */
export const SUBGRAPHS = [
  { name: "movies", url: "http://127.0.0.1:4001/graphql" },
  { name: "reviews", url: "http://127.0.0.1:4002/graphql" },
  { name: "ratings", url: "http://127.0.0.1:4003/graphql" },
  { name: "accounts", url: "http://127.0.0.1:4004/graphql" },
] as const;

export type SubgraphName = (typeof SUBGRAPHS)[number]["name"];
