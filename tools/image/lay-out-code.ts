// Copies what runs of this checkout, once it is built, into a folder: `node lay-out-code.js FOLDER`. Packages are not among it.
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isRuntimeFile } from "./runtime-files.js";
import { runtimeWorkspaces } from "./runtime-workspaces.js";

const target = process.argv[2];
if (target === undefined) throw new Error("Name the folder to copy to.");

const workspaces = runtimeWorkspaces(".");
const files = workspaces.flatMap((workspace) => filesIn(workspace).map((file) => `${workspace}/${file}`));
for (const file of ["package.json", "LICENSE", ...files]) cpSync(file, join(target, file));
console.log(`code: ${files.length} files of ${workspaces.join(", ")}`);

/** Relative to the workspace, which may hold others. */
function filesIn(workspace: string, folder = ""): string[] {
  return readdirSync(join(workspace, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) return isRuntimeFile(path) ? [path] : [];
    const isOthers = entry.name === "node_modules" || workspaces.includes(`${workspace}/${path}`);
    return entry.isDirectory() && !isOthers ? filesIn(workspace, path) : [];
  });
}
