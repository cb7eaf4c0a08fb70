import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { awaitReady } from "./await-ready.js";
import type { Engine } from "./engine.js";
import type { EngineNode } from "./engine-node.js";
import { type EngineProcess, endProcess, isRunning, signalProcess, startJava } from "./engine-process.js";
import { logFile, type NodePlan, nodeFolder, nodeLabel, type SetPlan } from "./set-plan.js";

/** Small heaps on few cores: the first compiler and the plainest collector take half of the processor time until a node serves. */
const QUICK = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"];

export interface JvmNodeOptions {
  engine: Engine;
  plan: NodePlan;
  set: SetPlan;
  java: string;
  jars: string;
  detached: boolean;
  onProgress: (line: string) => void;
  /** Told of every new process before anything is waited for. */
  onProcess: (pid: number) => Promise<void>;
  /** Ends the wait of a start that is under way. */
  startSignal?: AbortSignal | undefined;
}

export class JvmNode implements EngineNode {
  readonly #options: JvmNodeOptions;
  readonly #folder: string;
  #process: EngineProcess | undefined;

  constructor(options: JvmNodeOptions) {
    this.#options = options;
    this.#folder = nodeFolder(options.set, options.plan);
  }

  get kind() {
    return this.#options.engine.name;
  }
  get index() {
    return this.#options.plan.index;
  }
  get host() {
    return this.#options.plan.host;
  }
  get port() {
    return this.#options.plan.port;
  }
  get pid() {
    return this.#process?.pid ?? 0;
  }

  get logFile() {
    return logFile(this.#options.set, this.#options.plan);
  }
  /** Resolves when its latest process has ended, with how. */
  get ended(): Promise<string> {
    return this.#process?.ended ?? Promise.resolve("not started");
  }

  /** Resolves when it serves clients; throws UNAVAILABLE when it does not come to that. */
  async start(): Promise<void> {
    const { engine, plan, set, onProgress, onProcess, startSignal: signal } = this.#options;
    const label = nodeLabel(plan);
    onProgress(`${label}: starting at ${plan.host}:${plan.port}`);
    for (const [name, text] of Object.entries(engine.files(plan, set))) {
      const file = join(this.#folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
    }
    await this.#setUp();
    signal?.throwIfAborted();
    const started = await this.#java(engine.mainClass, engine.programArguments(plan, set), [
      `-Xmx${plan.heapMb}m`,
      ...engine.javaOptions(plan, set),
    ]);
    this.#process = started;
    await onProcess(started.pid);
    await awaitReady({
      label,
      logFile: logFile(set, plan),
      ended: started.ended,
      ask: () => engine.askNode(plan, set),
      deadlineMs: engine.startDeadlineMs,
      onProgress,
      signal,
    });
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    if (signal === "SIGKILL") await endProcess(this.pid, this.#folder, 0);
    else await signalProcess(this.pid, this.#folder, signal);
  }

  async stop(): Promise<void> {
    await endProcess(this.pid, this.#folder, this.#options.engine.stopDeadlineMs);
  }

  async restart(): Promise<void> {
    if (await isRunning(this.pid, this.#folder)) await this.stop();
    await this.start();
  }

  async #setUp(): Promise<void> {
    const { engine, plan, set } = this.#options;
    const [mainClass, ...args] = (await engine.setUp(plan, set)) ?? [];
    if (mainClass === undefined) return;
    const ended = await (await this.#java(mainClass, args, engine.javaOptions(plan, set), true)).ended;
    if (ended === "exit code 0") return;
    throw new AppError("UNAVAILABLE", `${nodeLabel(plan)}: ${mainClass} failed (${ended}); see ${logFile(set, plan)}.`);
  }

  #java(
    mainClass: string,
    args: readonly string[],
    options: readonly string[],
    awaited = false,
  ): Promise<EngineProcess> {
    const { set, plan, java, jars, detached } = this.#options;
    return startJava({
      java,
      jars,
      folder: this.#folder,
      logFile: logFile(set, plan),
      options: set.quick === true ? [...QUICK, ...options] : options,
      mainClass,
      args,
      detached,
      awaited,
    });
  }
}
