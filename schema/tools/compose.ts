// Composes the subgraphs' SDL into supergraph.graphql; with --check fails on drift and on a break of contract.graphql.
import { readFileSync, writeFileSync } from "node:fs";
import { composeServices } from "@apollo/composition";
import { Supergraph } from "@apollo/federation-internals";
import { buildSchema, findBreakingChanges, parse } from "graphql";
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

if (!process.argv.includes("--check")) {
  writeFileSync(graphqlFile("supergraph.graphql"), supergraphSdl);
} else if (readFileSync(graphqlFile("supergraph.graphql"), "utf8") !== supergraphSdl) {
  fail("schema/graphql/supergraph.graphql is out of date: run `npm run compose` and commit it.", []);
}

function fail(headline: string, details: string[]): never {
  console.error([headline, ...details].join("\n  "));
  process.exit(1);
}
