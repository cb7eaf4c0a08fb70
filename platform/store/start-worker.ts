import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

/** Starts a module of ours as a worker thread: built, or from its TypeScript source when the caller runs from source. */
export function startWorker(module: URL, workerData: unknown): Worker {
  if (!module.pathname.endsWith(".ts")) return new Worker(module, { workerData });
  // Not `--import tsx`: threads that start at the same moment then fail now and then, unable to load TypeScript.
  const path = JSON.stringify(fileURLToPath(module));
  const load = `require("node:module").createRequire(${path})("tsx/cjs/api").require(${path}, ${path})`;
  return new Worker(load, { eval: true, workerData, execArgv: [] });
}
