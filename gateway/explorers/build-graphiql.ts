// Bundles the page of graphiql/ with GraphiQL, its editor and the editor's workers, so that a browser needs nothing from elsewhere.
import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build } from "esbuild";
import { packageFolder } from "./package-folder.js";

const here = createRequire(import.meta.url);
// The versions that GraphiQL itself was installed with.
const graphiql = createRequire(here.resolve("@graphiql/react"));
const compiled = join(packageFolder, "dist", "explorers");
const bundle = join(compiled, "bundle");

await rm(bundle, { recursive: true, force: true });
await build({
  entryPoints: {
    main: join(compiled, "graphiql", "main.js"),
    graphiql: here.resolve("graphiql/style.css"),
    "editor.worker": graphiql.resolve("monaco-editor/esm/vs/editor/editor.worker.js"),
    "json.worker": graphiql.resolve("monaco-editor/esm/vs/language/json/json.worker.js"),
    "graphql.worker": graphiql.resolve("monaco-graphql/esm/graphql.worker.js"),
  },
  outdir: bundle,
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: "es2022",
  legalComments: "linked",
  loader: { ".ttf": "file" },
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
