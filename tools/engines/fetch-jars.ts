import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Environment } from "./cache-folder.js";
import { hasJars, jarsFolder, listJars } from "./cached-jars.js";
import type { Engine } from "./engine.js";
import { findMaven } from "./java-and-maven.js";
import { renderPom } from "./maven-pom.js";
import { VERSIONS } from "./versions.js";

export interface FetchJarsOptions {
  engine: Engine;
  version: string;
  cache: string;
  env: Environment;
  onProgress: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/**
 * The folder of an engine's jars; fetched by Maven when they are not all there. Fetched aside and renamed when whole: an
 * interrupted fetch leaves nothing that counts, and of two at once one wins.
 */
export async function fetchJars(options: FetchJarsOptions): Promise<string> {
  const { engine, version, cache, env, onProgress, signal } = options;
  const folder = jarsFolder(cache, engine.name, version);
  if (await hasJars(folder)) return folder;
  const maven = await findMaven(env);
  if (maven.problem !== undefined) throw new AppError("CONFIG_INVALID", `${maven.problem}.`);
  onProgress(`${engine.name} ${version}: fetching it with Maven into ${folder}`);
  await mkdir(dirname(folder), { recursive: true });
  const aside = await mkdtemp(`${folder}.`);
  try {
    await writeFile(join(aside, "pom.xml"), renderPom(engine.artifacts(version)));
    await copyDependencies(maven.command, aside, env, signal);
    const jars = join(aside, "lib");
    await listJars(jars);
    await moveIntoPlace(jars, folder);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return folder;
}

async function moveIntoPlace(jars: string, folder: string): Promise<void> {
  // Somebody else may have been faster; what is there otherwise is damaged.
  if (!(await hasJars(folder))) await rm(folder, { recursive: true, force: true });
  await rename(jars, folder).catch(async (error: unknown) => {
    if (!(await hasJars(folder))) throw error;
  });
}

function copyDependencies(
  maven: string,
  folder: string,
  env: Environment,
  signal: AbortSignal | undefined,
): Promise<void> {
  const goal = `org.apache.maven.plugins:maven-dependency-plugin:${VERSIONS.mavenDependencyPlugin}:copy-dependencies`;
  const args = ["-B", "-q", "--strict-checksums", goal, "-DincludeScope=runtime", "-DoutputDirectory=lib"];
  return new Promise((resolve, reject) => {
    execFile(maven, args, { cwd: folder, env, signal }, (error, stdout, stderr) => {
      if (error === null) return resolve();
      if (signal?.aborted) return reject(signal.reason);
      // With -q Maven prints nothing but errors, the cause first.
      const said = `${stdout}${stderr}`.trim().split("\n").slice(0, 4).join("\n");
      reject(new AppError("UNAVAILABLE", `Maven could not fetch the engine's jars:\n${said}`, { cause: error }));
    });
  });
}
