import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parseDockerIgnore } from "./docker-ignore.js";

const isIgnored = parseDockerIgnore(readFileSync(".dockerignore", "utf8"));

test.each([
  ".env",
  "gateway/.env.local",
  ".git/config",
  "data/keys.json",
  "notes.txt",
  "node_modules/graphql/index.js",
  "gateway/node_modules/x/index.js",
  "gateway/dist/main.js",
  "platform/tsconfig.tsbuildinfo",
  "subgraphs/movies/app.test.ts",
  "deploy/README.md",
])("%s does not get to the builder", (path) => expect(isIgnored(path)).toBe(true));

test.each([
  "package-lock.json",
  ".npmrc",
  "subgraphs/movies/app.ts",
  "schema/graphql/supergraph.graphql",
  "loaders/sample/catalogue.jsonl.gz",
  "deploy/health-probe.mjs",
])("%s gets to the builder", (path) => expect(isIgnored(path)).toBe(false));
