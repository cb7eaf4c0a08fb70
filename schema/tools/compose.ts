// Composes the subgraphs' SDL into supergraph.graphql, and into api.graphql what clients see of it; with --check fails on drift and on a
// break of contract.graphql.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import { buildSchema, findBreakingChanges, parse, printSchema } from "graphql";
import { graphqlFile, readGraphqlFile } from "../graphql/read-graphql-file.js";
import { SUBGRAPHS } from "../graphql/subgraphs.js";

const composed = composeServices(
  SUBGRAPHS.map(({ name, url }) => ({ name, url, typeDefs: parse(readGraphqlFile(`${name}.graphql`)) })),
);
if (composed.errors) fail("The subgraphs do not compose:", composed.errors.map(String));

const supergraphSdl = `${composed.supergraphSdl}\n`;
const apiSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

const breaks = findBreakingChanges(buildSchema(readGraphqlFile("contract.graphql")), apiSchema);
if (breaks.length > 0) {
  fail(
    "The composed API breaks contract.graphql:",
    breaks.map((change) => change.description),
  );
}

const outputs = { "graphql/supergraph.graphql": supergraphSdl, "api.graphql": `${printSchema(apiSchema)}\n` };
for (const [name, text] of Object.entries(outputs)) {
  // Beside the folder of the SDL.
  const file = graphqlFile(`../${name}`);
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, "utf8") !== text)
    fail(`schema/${name} is out of date: run \`npm run compose\` and commit it.`, []);
}

function fail(headline: string, details: string[]): never {
  console.error([headline, ...details].join("\n  "));
  process.exit(1);
}
