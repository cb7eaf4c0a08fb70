// What is known of a set, in its folder, so that any process can find, ask and stop it.
import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { z } from "zod";
import { isRunning } from "./engine-process.js";
import { nodeFolder, nodeLabel, setPlanSchema } from "./set-plan.js";

const FILE = "set.json";

const setStateSchema = setPlanSchema.extend({
  /** By node ("kafka 1"): the process of its latest start. */
  pids: z.record(z.string(), z.int().min(1)),
});

export type SetState = z.infer<typeof setStateSchema>;

/** Undefined when the folder holds no set. Throws CONFIG_INVALID when its file can't be understood. */
export async function readSetState(dir: string): Promise<SetState | undefined> {
  const file = join(dir, FILE);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (["ENOENT", "ENOTDIR"].includes(String((cause as NodeJS.ErrnoException).code))) return undefined;
    throw cause;
  }
  try {
    // The folder may have been moved since.
    return { ...setStateSchema.parse(JSON.parse(text)), dir };
  } catch (cause) {
    throw new AppError("CONFIG_INVALID", `${file} is damaged: end what runs from ${dir} and delete that folder.`, {
      cause,
    });
  }
}

/** Throws DATA_DIR_LOCKED when another process has just made a set in this folder. */
export async function createSetState(state: SetState): Promise<void> {
  await mkdir(state.dir, { recursive: true, mode: 0o700 });
  const aside = await writeAside(state);
  try {
    await link(aside, join(state.dir, FILE));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new AppError("DATA_DIR_LOCKED", `Another process is starting engines in ${state.dir}.`, { cause });
  } finally {
    await rm(aside);
  }
}

export async function writeSetState(state: SetState): Promise<void> {
  await rename(await writeAside(state), join(state.dir, FILE));
}

/** After this there is no set in the folder, whatever else lies there. */
export async function deleteSetState(dir: string): Promise<void> {
  await rm(join(dir, FILE), { force: true });
}

/** Labels of the nodes that run. */
export async function runningNodes(state: SetState): Promise<string[]> {
  const running = await Promise.all(
    state.nodes.map(async (node) => isRunning(state.pids[nodeLabel(node)] ?? 0, nodeFolder(state, node))),
  );
  return state.nodes.filter((_, position) => running[position]).map(nodeLabel);
}

async function writeAside(state: SetState): Promise<string> {
  const aside = join(state.dir, `${FILE}.${randomBytes(6).toString("hex")}`);
  await writeFile(aside, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  return aside;
}
