import { awaitReady } from "./await-ready.js";
import { cacheFolder, type Environment } from "./cache-folder.js";
import type { Engine } from "./engine.js";
import { ENGINE_NAMES } from "./engine-name.js";
import { ENGINES } from "./engines.js";
import { fetchJars } from "./fetch-jars.js";
import { JvmNode } from "./jvm-node.js";
import { nodeLabel, nodesOf } from "./set-plan.js";
import { type SetState, writeSetState } from "./set-state.js";
import { stopNodes } from "./stop-set.js";

export interface StartNodesOptions {
  /** Its pids are filled in, here and in the set's file. */
  state: SetState;
  java: string;
  env: Environment;
  detached: boolean;
  onProgress: (line: string) => void;
  onProcess?: (pid: number) => void;
  signal?: AbortSignal | undefined;
}

/** Starts all engines side by side. When one fails the others are stopped as well. */
export async function startNodes(options: StartNodesOptions): Promise<readonly JvmNode[]> {
  const { state, signal } = options;
  const failed = new AbortController();
  const either = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const engines = ENGINE_NAMES.filter((name) => nodesOf(state, name).length > 0).map((name) => ENGINES[name]);
  const record = recorder(options);
  const starts = engines.map((engine) => startEngine(engine, record, { ...options, signal: either }));
  try {
    return (await Promise.all(starts)).flat();
  } catch (error) {
    failed.abort(error);
    // What waits for an answer gives up sooner when there is nobody left to answer.
    await stopNodes(state, { orderly: false });
    await Promise.allSettled(starts);
    // What was just being started when the others were stopped.
    await stopNodes(state, { orderly: false });
    throw error;
  }
}

async function startEngine(engine: Engine, record: Recorder, options: StartNodesOptions): Promise<JvmNode[]> {
  const { state: set, java, env, detached, onProgress, signal } = options;
  const version = set.versions[engine.name];
  const jars = await fetchJars({ engine, version, cache: cacheFolder(env), env, onProgress, signal });
  const nodes = nodesOf(set, engine.name).map(
    (plan) =>
      new JvmNode({
        engine,
        plan,
        set,
        java,
        jars,
        detached,
        onProgress,
        onProcess: (pid) => record(nodeLabel(plan), pid),
        startSignal: signal,
      }),
  );
  if (engine.startsTogether) await Promise.all(nodes.map((node) => node.start()));
  else for (const node of nodes) await node.start();
  const [first] = nodes;
  if (first !== undefined && nodes.length > 1) {
    await awaitReady({
      label: `${engine.name}, all ${nodes.length} together`,
      logFile: first.logFile,
      ended: Promise.race(nodes.map((node) => node.ended)),
      ask: () => engine.askAll(set),
      deadlineMs: engine.startDeadlineMs,
      onProgress,
      signal,
    });
  }
  return nodes;
}

type Recorder = (label: string, pid: number) => Promise<void>;

/** Writes pids into the set's file, one after another: the later write knows more. */
function recorder({ state, onProcess }: StartNodesOptions): Recorder {
  let last: Promise<void> = Promise.resolve();
  return (label, pid) => {
    onProcess?.(pid);
    state.pids[label] = pid;
    last = last.catch(() => {}).then(() => writeSetState(state));
    return last;
  };
}
