// Builds loader/ once, outside the checkout, and runs it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { ComposeProject } from "./compose-project.js";

const SOURCES = "tools/compose/loader";
const BUILD_TIMEOUT_MS = 300_000;

export interface ComposeCase {
  text: string;
  environment: Readonly<Record<string, string>>;
  profiles: readonly string[];
}

export type ComposeOutcome = { project: ComposeProject; error?: never } | { project?: never; error: string };

/** What `docker compose config` would say to each, in order. Throws UNAVAILABLE where Go is missing or the loader can't be built. */
export function loadCompose(cases: readonly ComposeCase[], environment: NodeJS.ProcessEnv): ComposeOutcome[] {
  const answer = spawnSync(loaderFor(environment), {
    input: JSON.stringify({ folder: resolve("."), cases }),
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (answer.status !== 0) throw new AppError("UNAVAILABLE", `The loader of compose files failed: ${answer.stderr}`);
  return JSON.parse(answer.stdout) as ComposeOutcome[];
}

/** Named after what it is built from, so that it is built once for each state of its sources. */
function loaderFor(environment: NodeJS.ProcessEnv): string {
  const hash = createHash("sha256");
  for (const file of ["main.go", "go.mod", "go.sum"]) hash.update(readFileSync(join(SOURCES, file)));
  const cache = join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "marquee-compose");
  const binary = join(cache, `loader-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 16)}`);
  if (!existsSync(binary)) build(binary, cache);
  return binary;
}

function build(binary: string, cache: string): void {
  mkdirSync(cache, { recursive: true });
  const unfinished = `${binary}.${process.pid}`;
  const go = spawnSync("go", ["build", "-buildvcs=false", "-o", unfinished, "."], {
    cwd: SOURCES,
    encoding: "utf8",
    timeout: BUILD_TIMEOUT_MS,
  });
  if ((go.error as NodeJS.ErrnoException | undefined)?.code === "ENOENT") {
    throw new AppError(
      "UNAVAILABLE",
      "Go was not found on the PATH. docker-compose.yml is checked by the loader of Docker Compose, which is built once with Go 1.24 or later.",
    );
  }
  if (go.status !== 0) throw new AppError("UNAVAILABLE", `Go could not build ${SOURCES}:\n${go.stderr || go.error}`);
  // At once, for others that start meanwhile.
  renameSync(unfinished, binary);
}
