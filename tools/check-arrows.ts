// Fails on every import that DESIGN's arrows do not allow, and on every look at the environment outside config.
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { DRIVERS, MAY_READ_ENVIRONMENT, RULES, WORKSPACE_ARROWS } from "./arrows.js";
import { sourceFiles } from "./source-files.js";

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s+"([^"]+)"/g;

const faults: string[] = [];
const files = sourceFiles();
for (const file of files) {
  const text = readFileSync(file, "utf8");
  const isTest = /\.(test|contract)\.ts$|\/testing\//.test(file);
  for (const [, from, dynamic, bare] of text.matchAll(IMPORT)) {
    const name = from ?? dynamic ?? bare ?? "";
    if (name.startsWith(".")) continue;
    if (RULES.test(file) && !isTest) faults.push(`${file}: rules import nothing, not even ${name}`);
    if (isBuiltin(name)) continue;
    for (const { packages, files: allowed, says } of DRIVERS) {
      if (packages.test(name) && !allowed.test(`/${file}`)) faults.push(`${file}: ${says}`);
    }
    const workspace = /^@marquee\/([^/]+)/.exec(name)?.[1];
    if (workspace === undefined) continue;
    const arrow = WORKSPACE_ARROWS.find((candidate) => candidate.files.test(file));
    const own = ownWorkspace(file);
    if (arrow !== undefined && workspace !== own && !arrow.mayImport.includes(workspace)) {
      faults.push(`${file}: may not import ${name}`);
    }
  }
  if (!MAY_READ_ENVIRONMENT.test(file) && /\bprocess\.env\b/.test(text)) {
    faults.push(`${file}: the environment is read only in config files`);
  }
}
if (faults.length > 0) {
  console.error(["Imports that the architecture does not allow:", ...faults].join("\n  "));
  process.exit(1);
}
console.log(`arrows: ${files.length} files, all as they should be`);

function ownWorkspace(file: string): string | undefined {
  const [first, second] = file.split("/");
  if (first === "subgraphs") return second;
  return first === "gateway" && second === "all-in-one" ? "all-in-one" : first;
}
