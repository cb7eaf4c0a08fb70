// Does what `docker build` does with our Dockerfile, in folders instead of layers: the same RUN lines, on this machine's Node.
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { parseDockerIgnore } from "./docker-ignore.js";
import { execForm, type Instruction, parseDockerfile } from "./dockerfile.js";

export interface ImageTree {
  /** Stands for the root of the image's file system. */
  root: string;
  workdir: string;
  environment: Readonly<Record<string, string>>;
  /** Entry point and arguments. */
  command: readonly string[];
}

/** Throws where a step fails or is none that this knows. `folder` is empty and keeps everything. */
export function buildImageTree(checkout: string, folder: string, onStep: (step: string) => void): ImageTree {
  const context = join(folder, "context");
  copyContext(checkout, context);
  const built = new Map<string, ImageTree>();
  let image: ImageTree | undefined;
  for (const [index, stage] of parseDockerfile(readFileSync(join(checkout, "Dockerfile"), "utf8")).entries()) {
    const root = join(folder, stage.name ?? `stage-${index}`);
    const base = built.get(stage.base);
    mkdirSync(root);
    if (base !== undefined) cpSync(base.root, root, { recursive: true, verbatimSymlinks: true });
    image = { workdir: "/", environment: {}, command: [], ...base, root };
    for (const instruction of stage.instructions) {
      onStep(`${stage.name ?? "image"}: ${instruction.keyword} ${instruction.text}`);
      image = apply(instruction, image, (from) => built.get(from)?.root ?? context);
    }
    if (stage.name !== undefined) built.set(stage.name, image);
  }
  if (image === undefined) throw new Error("The Dockerfile has no stage.");
  return image;
}

function apply(instruction: Instruction, image: ImageTree, rootOf: (from: string) => string): ImageTree {
  const { keyword, flags, text, line } = instruction;
  switch (keyword) {
    case "WORKDIR":
      mkdirSync(join(image.root, text), { recursive: true });
      return { ...image, workdir: text };
    case "COPY":
      copy(text.split(" "), rootOf(flags.from ?? ""), join(image.root, image.workdir));
      return image;
    case "RUN":
      run(text, image);
      return image;
    case "ENV":
      return { ...image, environment: { ...image.environment, ...pairs(text) } };
    case "ENTRYPOINT":
      return { ...image, command: execForm(text) ?? [] };
    case "CMD":
      return { ...image, command: [...image.command, ...(execForm(text) ?? [])] };
    case "ARG":
    case "LABEL":
    case "USER":
    case "EXPOSE":
    case "HEALTHCHECK":
      return image;
    default:
      throw new Error(`Dockerfile:${line}: ${keyword} is not known here`);
  }
}

/** A folder's contents are copied, not the folder; a target that ends in / is a folder. */
function copy(words: string[], sourceRoot: string, workdir: string): void {
  const target = words.at(-1) ?? "";
  for (const word of words.slice(0, -1)) {
    const source = join(sourceRoot, word);
    const into = target.endsWith("/") && statSync(source).isFile() ? join(target, basename(source)) : target;
    cpSync(source, join(workdir, into), { recursive: true, verbatimSymlinks: true });
  }
}

function run(command: string, { root, workdir, environment }: ImageTree): void {
  const { PATH, HOME } = process.env;
  const outcome = spawnSync("/bin/sh", ["-c", command], {
    cwd: join(root, workdir),
    env: { PATH, HOME, ...environment },
    encoding: "utf8",
  });
  if (outcome.status !== 0) throw new Error(`RUN ${command} failed:\n${outcome.stdout}${outcome.stderr}`);
}

function copyContext(checkout: string, context: string): void {
  const isIgnored = parseDockerIgnore(readFileSync(join(checkout, ".dockerignore"), "utf8"));
  const visit = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const source = join(folder, entry.name);
      const path = relative(checkout, source).replaceAll("\\", "/");
      // A folder that is ignored may hold what is not: only for these two there is nothing to look for.
      if (entry.isDirectory() && entry.name !== "node_modules" && entry.name !== ".git") visit(source);
      else if (entry.isFile() && !isIgnored(path)) cpSync(source, join(context, path));
    }
  };
  visit(checkout);
}

function pairs(text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/(\w+)=(\S*)/g)].map(([, name = "", value = ""]) => [name, value]));
}
