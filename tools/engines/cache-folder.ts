import { homedir } from "node:os";
import { join, resolve } from "node:path";

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where jars are kept, and the sets that no folder was named for: ENGINES_CACHE, else marquee-engines among the user's caches. */
export function cacheFolder(env: Environment): string {
  if (env.ENGINES_CACHE) return resolve(env.ENGINES_CACHE);
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "marquee-engines");
}
