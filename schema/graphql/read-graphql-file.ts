import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const folder = join(dirname(createRequire(import.meta.url).resolve("@marquee/schema/package.json")), "graphql");

/** The path of a file of this folder, whether the code runs from source or compiled. */
export function graphqlFile(name: string): string {
  return join(folder, name);
}

/** The text of `movies.graphql`, `supergraph.graphql` and so on. */
export function readGraphqlFile(name: string): string {
  return readFileSync(graphqlFile(name), "utf8");
}
