// What the commands do, in terms of sets. Lines for people go to `say`, results to `print`.
import { rm } from "node:fs/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { cacheFolder, type Environment } from "./cache-folder.js";
import { engineEnvironment, keysOf } from "./engine-environment.js";
import { isRunning, memoryOf } from "./engine-process.js";
import { ENGINES } from "./engines.js";
import { findSet, forgetSet, rememberSet, type SetChoice, setNames } from "./known-sets.js";
import { nodeFolder, nodeLabel } from "./set-plan.js";
import type { SetRequest } from "./set-request.js";
import { deleteSetState, readSetState, runningNodes, type SetState } from "./set-state.js";
import { startSet } from "./start-set.js";
import { stopNodes } from "./stop-set.js";

export interface CommandContext {
  env: Environment;
  print: (line: string) => void;
  say: (line: string) => void;
  signal?: AbortSignal;
}

export async function start(
  choice: SetChoice,
  request: Omit<SetRequest, "name" | "dir" | "temporary">,
  { env, say, signal }: CommandContext,
): Promise<void> {
  const cache = cacheFolder(env);
  const place = await findSet(cache, choice);
  await refuseSecond(await findSet(cache, { name: place.name }), place.dir);
  const { plan, claim } = await startSet({
    request: { ...place, ...request },
    env,
    detached: true,
    onProgress: say,
    signal,
  });
  await rememberSet(cache, place);
  await keysOf(plan);
  await claim.release();
  const named = place.name === "default" ? "" : ` --name ${place.name}`;
  say(`in ${plan.dir}; run Marquee on it with: env $(npm run -s engines -- env${named}) npm start`);
}

export async function stop(choice: SetChoice, keep: boolean, { env, say }: CommandContext): Promise<void> {
  const cache = cacheFolder(env);
  const place = await findSet(cache, choice);
  const state = await readSetState(place.dir);
  if (state === undefined) return say(`There is no set "${place.name}" to stop.`);
  const drop = state.temporary && !keep;
  await stopNodes(state, { orderly: !drop });
  // First what makes it a set: whatever interrupts the rest, nobody starts half of it again.
  if (drop) {
    await deleteSetState(state.dir);
    await rm(state.dir, { recursive: true, force: true });
  } else if (!state.temporary) await forgetSet(cache, state.name);
  say(`stopped ${state.nodes.map(nodeLabel).join(", ")}${drop ? "" : `; its data is kept in ${state.dir}`}`);
}

/** Whether all that there is runs and answers. */
export async function status(choice: SetChoice, { env, print, say }: CommandContext): Promise<boolean> {
  const cache = cacheFolder(env);
  const one = choice.name !== undefined || choice.dir !== undefined;
  const places = one
    ? [await findSet(cache, choice)]
    : await Promise.all((await setNames(cache)).map((name) => findSet(cache, { name })));
  const states = (await Promise.all(places.map(({ dir }) => readSetState(dir)))).filter((state) => state !== undefined);
  if (states.length === 0) say("No engines are running.");
  let well = states.length > 0;
  for (const state of states) {
    print(`${state.name}: ${state.dir}`);
    for (const line of await nodeLines(state)) {
      well &&= line.well;
      print(`  ${line.text}`);
    }
  }
  return well;
}

export async function environment(choice: SetChoice, { env, print }: CommandContext): Promise<void> {
  const { name, dir } = await findSet(cacheFolder(env), choice);
  const state = await readSetState(dir);
  const running = state === undefined ? [] : await runningNodes(state);
  if (state === undefined || running.length < state.nodes.length) {
    const what = running.length === 0 ? "is not running" : `has only ${running.join(", ")} running`;
    throw new AppError("UNAVAILABLE", `The set "${name}" ${what}; start it with: npm run engines -- start`);
  }
  const variables = engineEnvironment(state, await keysOf(state));
  for (const [variable, value] of Object.entries(variables)) print(`${variable}=${value}`);
}

function nodeLines(state: SetState): Promise<{ text: string; well: boolean }[]> {
  return Promise.all(
    state.nodes.map(async (node) => {
      const pid = state.pids[nodeLabel(node)] ?? 0;
      const address = `${nodeLabel(node)} (${state.versions[node.engine]}) ${node.host}:${node.port}`;
      if (!(await isRunning(pid, nodeFolder(state, node)))) return { text: `${address} not running`, well: false };
      const fault = await ENGINES[node.engine].askNode(node, state).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      const answer = fault === undefined ? "answers" : `does not answer: ${fault}`;
      return { text: `${address} pid ${pid}, ${await memoryOf(pid)}${answer}`, well: fault === undefined };
    }),
  );
}

/** A name stands for one set. */
async function refuseSecond(known: { name: string; dir: string }, dir: string): Promise<void> {
  if (known.dir === dir) return;
  const state = await readSetState(known.dir);
  if (state === undefined || (await runningNodes(state)).length === 0) return;
  throw new AppError(
    "DATA_DIR_LOCKED",
    `The set "${known.name}" runs already, in ${known.dir}: stop it before, or start another with --name.`,
  );
}
