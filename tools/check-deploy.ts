// Fails where a tool that reads charts, rules or manifests would refuse ours, and where they break one of our own rules.
// --install: gets the tools that are missing first, into the user's cache; MARQUEE_DEPLOY_TOOLS=required does so too.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { DEPLOY_CHECKS, type DeployCheck } from "./deploy/deploy-checks.js";
import { PLANTED_ERRORS, type PlantedError } from "./deploy/planted-errors.js";
import { findTool, installTool } from "./deploy/tool-cache.js";
import { TOOL_VERSIONS, type ToolName } from "./deploy/tool-versions.js";

const wish = process.env.MARQUEE_DEPLOY_TOOLS ?? "auto";
const install = wish === "required" || process.argv.includes("--install");

try {
  const tools = getTools();
  const missing = (check: DeployCheck) => check.needs.filter((name) => !tools.has(name));
  const runnable = Object.entries(DEPLOY_CHECKS).filter(([, check]) => missing(check).length === 0);
  for (const [name, check] of Object.entries(DEPLOY_CHECKS)) {
    if (missing(check).length > 0) console.log(`SKIPPED: ${name}, without ${missing(check).join(" and ")}`);
  }
  const tool = (name: ToolName) => tools.get(name) ?? name;
  const faults = runnable.flatMap(([name, check]) => check.run(".", tool).map((fault) => `${name}: ${fault}`));
  if (faults.length > 0) fail(["What deploys Marquee:", ...faults].join("\n  "));

  const names = new Set(runnable.map(([name]) => name));
  const planted = PLANTED_ERRORS.filter(({ check }) => names.has(check));
  const blind = planted.flatMap((error) => tryPlanted(error, tool));
  if (blind.length > 0) fail(["Planted errors:", ...blind].join("\n  "));
  console.log(`deploy: ${runnable.map(([name]) => name).join(", ")}; ${planted.length} planted errors found`);
  if (runnable.length < Object.keys(DEPLOY_CHECKS).length) {
    console.log("`npm run check:deploy -- --install` gets the tools that are missing (Go, Python and apt; minutes).");
  }
} catch (error) {
  if (error instanceof AppError) fail(error.message);
  throw error;
}

function getTools(): Map<ToolName, string> {
  const found = new Map<ToolName, string>();
  for (const name of Object.keys(TOOL_VERSIONS) as ToolName[]) {
    const path = install ? installTool(name, process.env) : findTool(name, process.env);
    if (path !== undefined) found.set(name, path);
  }
  return found;
}

function tryPlanted({ file, what, check, breakIt }: PlantedError, tool: (name: ToolName) => string): string[] {
  const root = mkdtempSync(join(tmpdir(), "marquee-planted-"));
  try {
    for (const folder of ["charts", "deploy"]) cpSync(folder, join(root, folder), { recursive: true });
    const text = readFileSync(file, "utf8");
    const broken = breakIt(text);
    if (broken === text) return [`tools/deploy/planted-errors.ts: ${file}: ${what}: no longer fits the file`];
    writeFileSync(join(root, file), broken);
    return findsFault(check, root, tool) ? [] : [`the check is blind: ${file}: ${what}: ${check} took it`];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A file that a check can't so much as read is found too. */
function findsFault(check: string, root: string, tool: (name: ToolName) => string): boolean {
  try {
    return (DEPLOY_CHECKS[check]?.run(root, tool, true).length ?? 0) > 0;
  } catch {
    return true;
  }
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
