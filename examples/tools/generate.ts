// Writes generated/ as codegen.ts says; with --check fails, naming the file, when one is out of date. Runs in the workspace's folder.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { preset } from "@graphql-codegen/client-preset";
import { codegen } from "@graphql-codegen/core";
import { buildSchema, type DocumentNode, parse } from "graphql";
import config from "../codegen.js";

const schemaText = readFileSync(config.schema, "utf8");
const [folder, { presetConfig, config: pluginConfig }] = Object.entries(config.generates)[0] ?? failure();
const files = await preset.buildGeneratesSection({
  baseOutputDir: folder,
  schema: parse(schemaText),
  schemaAst: buildSchema(schemaText),
  documents: config.documents.flatMap(readDocuments),
  config: structuredClone(pluginConfig),
  presetConfig: { ...presetConfig },
  plugins: [],
  pluginMap: {},
});

const stale: string[] = [];
for (const file of files) {
  const text = await codegen(file);
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(file.filename), { recursive: true });
    writeFileSync(file.filename, text);
  } else if (!existsSync(file.filename) || readFileSync(file.filename, "utf8") !== text) stale.push(file.filename);
}
if (stale.length > 0) {
  console.error(`examples: ${stale.join(", ")} out of date; run \`npm run codegen\` and commit.`);
  process.exit(1);
}

/** Of a pattern like operations/*.graphql: in one folder, by their ending. */
function readDocuments(pattern: string): { location: string; rawSDL: string; document: DocumentNode }[] {
  const ending = pattern.slice(pattern.indexOf("*") + 1);
  return readdirSync(dirname(pattern))
    .filter((name) => name.endsWith(ending))
    .sort()
    .map((name) => join(dirname(pattern), name))
    .map((location) => ({ location, rawSDL: readFileSync(location, "utf8") }))
    .map((source) => ({ ...source, document: parse(source.rawSDL) }));
}

function failure(): never {
  throw new Error("codegen.ts generates nothing.");
}
