// Deletes what no process loads from installed packages: `node strip-packages.js node_modules`. It is about half of them.
import { readdirSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { isRuntimePackageFile } from "./runtime-files.js";

const folder = process.argv[2];
if (folder === undefined) throw new Error("Name the folder of the packages.");

let kept = 0;
let deleted = 0;
for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  // Links lead to workspaces, which are not this step's.
  if (!entry.isFile()) continue;
  const file = join(entry.parentPath, entry.name);
  const { size } = statSync(file);
  if (isRuntimePackageFile(relative(folder, file).replaceAll("\\", "/"))) {
    kept += size;
  } else {
    rmSync(file);
    deleted += size;
  }
}
console.log(`packages: ${megabytes(kept)} MB kept, ${megabytes(deleted)} MB deleted`);

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
