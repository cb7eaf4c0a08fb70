export interface BannerFacts {
  url: string;
  statistics: { movies: number | null; users: number | null; ratings: number | null; reviews: number | null };
  sampleData: boolean;
  generatedAdmin: { email: string; password: string } | null;
}

/** What a person sees when Marquee is ready. */
export function banner({ url, statistics, sampleData, generatedAdmin }: BannerFacts): string {
  const count = (value: number | null) => (value === null ? "?" : value.toLocaleString("en-US"));
  const { movies, users, ratings, reviews } = statistics;
  const lines = [
    "",
    `  Marquee is ready: ${count(movies)} movies, ${count(users)} users, ${count(ratings)} ratings, ${count(reviews)} reviews.`,
    "",
    `  Explore      ${url}/`,
    `  GraphQL      ${url}/graphql (HTTP and websocket)`,
    `  Schema       ${url}/schema.graphql`,
    `  Metrics      ${url}/metrics`,
  ];
  if (sampleData) lines.push("", "  The films are real (Wikidata, CC0); users, ratings and reviews are synthetic.");
  if (generatedAdmin !== null) {
    lines.push("", `  Administrator, shown this once: ${generatedAdmin.email} / ${generatedAdmin.password}`);
  }
  return `${lines.join("\n")}\n\n`;
}
