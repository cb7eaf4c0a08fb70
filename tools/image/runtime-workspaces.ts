import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The composition root that knows every other workspace that runs. */
const ROOT = "gateway/all-in-one";

interface Manifest {
  name: string;
  workspaces?: string[];
  dependencies?: Record<string, string>;
}

/** The folders of the workspaces that the composition root needs, itself among them. */
export function runtimeWorkspaces(checkout: string): string[] {
  const read = (folder: string) => JSON.parse(readFileSync(join(checkout, folder, "package.json"), "utf8")) as Manifest;
  const byName = new Map((read(".").workspaces ?? []).map((folder) => [read(folder).name, folder] as const));
  const found = new Set([ROOT]);
  // A set may grow while it is walked: what is added is visited too.
  for (const folder of found) {
    for (const name of Object.keys(read(folder).dependencies ?? {})) {
      const needed = byName.get(name);
      if (needed !== undefined) found.add(needed);
    }
  }
  return [...found].sort();
}
