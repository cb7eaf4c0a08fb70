import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export interface BundledProgram {
  /** To be run by node. */
  readonly path: string;
  close(): Promise<void>;
}

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Threads that programs here start, found beside them by name. */
const THREADS = [
  "platform/store/libsql-writer-worker.ts",
  "platform/store/libsql-reader-worker.ts",
  "loaders/run/stage-reader.ts",
].map((file) => join(ROOT, file));

/** One file of a TypeScript program and one of each thread: it starts in a fifth of the time, which counts where it is started often. */
export async function bundleProgram(entry: string): Promise<BundledProgram> {
  const cache = join(ROOT, "node_modules", ".cache");
  await mkdir(cache, { recursive: true });
  // In the tree, for packages that can't be bundled are found from there.
  const outdir = await mkdtemp(join(cache, "bundle-"));
  await build({
    entryPoints: [entry, ...THREADS].map((file) => ({ in: file, out: basename(file, ".ts") })),
    outdir,
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["source"],
    external: ["libsql", "kafkajs", "cassandra-driver", "pino", "@opentelemetry/*"],
    banner: {
      js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
    },
    logLevel: "error",
  });
  await writeFile(join(outdir, "package.json"), '{ "type": "module" }');
  return { path: join(outdir, `${basename(entry, ".ts")}.js`), close: () => rm(outdir, { recursive: true }) };
}
