import { existsSync } from "node:fs";
import { Worker } from "node:worker_threads";

/** Starts a module of ours as a worker thread. It runs what was built, also where the caller runs from TypeScript. */
export function startWorker(module: URL, workerData: unknown): Worker {
  if (!module.pathname.endsWith(".ts")) return new Worker(module, { workerData });
  // Not the caller's own options, which may say to import TypeScript.
  return new Worker(builtFrom(module), { workerData, execArgv: [] });
}

/** To load TypeScript costs a thread three times what it takes to start, and the tests start thousands. */
function builtFrom(source: URL): URL {
  let root = new URL("./", source);
  while (!existsSync(new URL("package.json", root))) root = new URL("../", root);
  const path = source.href.slice(root.href.length).replace(/\.ts$/, ".js");
  return new URL(`dist/${path}`, root);
}
