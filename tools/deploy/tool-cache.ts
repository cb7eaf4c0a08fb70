// Where the tools lie, and how they get there. Nothing is put anywhere but into one folder of the user's caches.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { TOOL_VERSIONS, type ToolName } from "./tool-versions.js";

export type Environment = Readonly<Record<string, string | undefined>>;

const INSTALL_TIMEOUT_MS = 900_000;

/** MARQUEE_TOOLS, else marquee-tools among the user's caches. */
export function toolsFolder(env: Environment): string {
  if (env.MARQUEE_TOOLS) return resolve(env.MARQUEE_TOOLS);
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache"), "marquee-tools");
}

/** The program's path; undefined where it is not there. */
export function findTool(name: ToolName, env: Environment): string | undefined {
  const own = programIn(join(toolsFolder(env), `${name}-${TOOL_VERSIONS[name].version}`), name);
  if (existsSync(own)) return own;
  if (name !== "promtool") return undefined;
  return (env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find(existsSync);
}

/** Installs it and gives its path. Throws UNAVAILABLE with what the installer said. */
export function installTool(name: ToolName, env: Environment): string {
  const found = findTool(name, env);
  if (found !== undefined) return found;
  const folder = join(toolsFolder(env), `${name}-${TOOL_VERSIONS[name].version}`);
  mkdirSync(dirname(folder), { recursive: true });
  // A venv knows its own path, so that it is made where it stays; everything else appears there at once.
  const spec: { go?: string; python?: string; debian?: string; version: string } = TOOL_VERSIONS[name];
  if (spec.python !== undefined) {
    rmSync(folder, { recursive: true, force: true });
    run("python3", ["-m", "venv", folder], env);
    run(
      join(folder, "bin", "pip"),
      ["install", "-q", "--disable-pip-version-check", `${spec.python}==${spec.version}`],
      env,
    );
    return programIn(folder, name);
  }
  const unfinished = mkdtempSync(`${folder}.`);
  try {
    if (spec.go !== undefined) {
      run("go", ["install", "-ldflags=-s -w", `${spec.go}@v${spec.version}`], {
        ...env,
        GOBIN: unfinished,
        GOFLAGS: "",
      });
    } else {
      const download = () => run("apt-get", ["download", "-qq", spec.debian ?? ""], env, unfinished);
      try {
        download();
      } catch {
        // A fresh machine knows of no packages yet.
        run("apt-get", ["update", "-qq"], env);
        download();
      }
      const [file = ""] = readdirSync(unfinished).filter((entry) => entry.endsWith(".deb"));
      run("dpkg", ["-x", file, "."], env, unfinished);
    }
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return programIn(folder, name);
}

function programIn(folder: string, name: ToolName): string {
  const inside = { "kubernetes-validate": "bin", promtool: join("usr", "bin") } as Partial<Record<ToolName, string>>;
  return join(folder, inside[name] ?? "", name);
}

function run(program: string, args: readonly string[], env: Environment, cwd?: string): void {
  const done = spawnSync(program, args, { encoding: "utf8", env, cwd, timeout: INSTALL_TIMEOUT_MS });
  if (done.status === 0) return;
  const said = done.error?.message ?? done.stderr;
  throw new AppError("UNAVAILABLE", `${program} ${args.join(" ")} failed: ${said}`);
}
