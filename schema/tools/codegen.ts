// Writes each subgraph's resolver types from its SDL; with --check fails, naming the file, when one is out of date.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { codegen } from "@graphql-codegen/core";
import * as typescriptPlugin from "@graphql-codegen/typescript";
import * as resolversPlugin from "@graphql-codegen/typescript-resolvers";
import { buildASTSchema, Kind, parse } from "graphql";
import { graphqlFile, readGraphqlFile } from "../graphql/read-graphql-file.js";
import { SUBGRAPHS, type SubgraphName } from "../graphql/subgraphs.js";

/** The types whose parent a resolver takes, by subgraph, and what models.ts of that subgraph calls it. */
const MODELS: Record<SubgraphName, Record<string, string>> = {
  movies: { Movie: "MovieModel", Dataset: "DatasetModel" },
  reviews: { Movie: "EntityRef", User: "EntityRef", Review: "ReviewModel" },
  ratings: {
    Movie: "EntityRef",
    User: "EntityRef",
    Rating: "RatingModel",
    RatingSummary: "RatingSummaryModel",
    RatingEvent: "RatingEventModel",
    FeedProgress: "FeedProgressModel",
    FeedGap: "FeedGapModel",
    RateMoviePayload: "RateMoviePayloadModel",
  },
  accounts: { User: "UserModel" },
};

/** What a resolver takes and returns for a scalar; platform/graphql-scalars turns it into what goes over the wire. */
const SCALARS = {
  ID: "string",
  DateTime: { input: "Date", output: "Date | number | string" },
  Date: "string",
  CountryCode: "string",
  Cursor: "string",
  SafeInt: "number",
};

const stale: string[] = [];
for (const { name } of SUBGRAPHS) {
  const file = join(dirname(graphqlFile(name)), "../../subgraphs", name, "generated/resolvers.ts");
  const text = await resolverTypes(name);
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } else if (readOrNothing(file) !== text) stale.push(`subgraphs/${name}/generated/resolvers.ts`);
}
if (stale.length > 0) {
  console.error(`${stale.join(", ")}: out of date; run \`npm run codegen\` and commit.`);
  process.exit(1);
}

async function resolverTypes(name: SubgraphName): Promise<string> {
  const document = parse(readGraphqlFile(`${name}.graphql`));
  // What @link imports is of no concern to resolvers; without it the document is plain GraphQL with unknown directives.
  const definitions = document.definitions.filter((definition) => definition.kind !== Kind.SCHEMA_EXTENSION);
  const schema = { ...document, definitions };
  const text = await codegen({
    filename: "resolvers.ts",
    schema,
    schemaAst: buildASTSchema(schema, { assumeValidSDL: true }),
    documents: [],
    plugins: [{ typescript: {} }, { "typescript-resolvers": {} }],
    pluginMap: { typescript: typescriptPlugin, "typescript-resolvers": resolversPlugin },
    config: {
      contextType: "../context.js#SubgraphContext",
      mappers: Object.fromEntries(Object.entries(MODELS[name]).map(([type, model]) => [type, `../models.js#${model}`])),
      scalars: SCALARS,
      defaultScalarType: "unknown",
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      skipTypename: true,
    },
  });
  return `// Made by \`npm run codegen\` from schema/graphql/${name}.graphql; not for editing.\n${text}`;
}

function readOrNothing(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
