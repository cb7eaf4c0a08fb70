import { cacheFolder, type Environment } from "./cache-folder.js";
import { hasJars, jarsFolder } from "./cached-jars.js";
import { findJava, findMaven } from "./java-and-maven.js";
import { VERSIONS } from "./versions.js";

/** Why Cassandra and Kafka can't be started on this machine; undefined when they can. */
export async function whyNoEngines(env: Environment): Promise<string | undefined> {
  if (process.platform === "win32") return "the engines need Linux or macOS";
  const java = await findJava(env, { cassandra: true });
  if (java.problem !== undefined) return java.problem;
  const cache = cacheFolder(env);
  const cached = await Promise.all([
    hasJars(jarsFolder(cache, "cassandra", VERSIONS.cassandra)),
    hasJars(jarsFolder(cache, "kafka", VERSIONS.kafka[0])),
  ]);
  return cached.every(Boolean) ? undefined : (await findMaven(env)).problem;
}
