import { expect, test } from "vitest";
import { isRuntimeFile, isRuntimePackageFile } from "./runtime-files.js";

test.each([
  ["package.json", true],
  ["dist/main.js", true],
  ["dist/explorers/bundle/codicon-ABC.ttf", true],
  ["graphql/supergraph.graphql", true],
  ["tables/ratings/001-ratings.cql", true],
  ["sample/catalogue.jsonl.gz", true],
  ["main.ts", false],
  ["dist/main.d.ts", false],
  ["dist/main.js.map", false],
  ["dist/tsconfig.tsbuildinfo", false],
  ["tsconfig.json", false],
  ["README.md", false],
  ["testing/small-sample.json", false],
])("of ours, %s: %s", (path, needed) => {
  expect(isRuntimeFile(path)).toBe(needed);
});

test.each([
  ["graphql/index.js", true],
  ["graphql/package.json", true],
  ["@apollo/gateway/LICENSE.md", true],
  ["@libsql/linux-x64-gnu/index.node", true],
  ["@libsql/linux-x64-musl/index.node", false],
  ["graphql/index.d.ts", false],
  ["zod/src/index.ts", false],
  ["zod/README.md", false],
  ["@opentelemetry/api/build/src/index.js.map", false],
])("of packages, %s: %s", (path, needed) => {
  expect(isRuntimePackageFile(path)).toBe(needed);
});
