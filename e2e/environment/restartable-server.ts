import { type FSWatcher, watch } from "node:fs";
import { later } from "./later.js";
import type { MarqueeProcess } from "./marquee-process.js";
import type { TestEnvironment } from "./open-environment.js";
import { allInOneReady } from "./start-servers.js";
import type { Exit } from "./watched-process.js";

/** An all-in-one process that is killed and started again on the same DATA_DIR, each time on another port. */
export class RestartableServer {
  readonly #environment: TestEnvironment;
  readonly #env: Readonly<Record<string, string>> & { DATA_DIR: string };
  #process: MarqueeProcess | undefined;
  #up = later<string>();

  constructor(environment: TestEnvironment, env: Readonly<Record<string, string>> & { DATA_DIR: string }) {
    this.#environment = environment;
    this.#env = env;
  }

  /** Its address as soon as it is up. */
  readonly url = (): Promise<string> => this.#up.promise;

  async start(): Promise<void> {
    this.#process = this.#environment.spawn("allInOne", this.#env);
    this.#up.resolve(await allInOneReady(this.#process));
  }

  /** kill -9: from now on `url` waits for the next start. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** The same with any signal; its exit. */
  async end(signal: NodeJS.Signals): Promise<Exit | undefined> {
    this.#up = later();
    return this.#process?.end(signal);
  }

  /** For signals that do not end it. */
  signal(signal: NodeJS.Signals): void {
    void this.#process?.end(signal);
  }

  /** Of the process that runs now. */
  get process(): MarqueeProcess {
    if (this.#process === undefined) throw new Error("It was never started.");
    return this.#process;
  }

  /** Starts it and kills it -9 as soon as it has touched files in its DATA_DIR so often, or is up. */
  async killWhileStarting(touches: number): Promise<void> {
    const starting = this.#environment.spawn("allInOne", this.#env);
    let watcher: FSWatcher | undefined;
    const touched = new Promise<void>((resolve) => {
      let left = touches;
      watcher = watch(this.#env.DATA_DIR, () => {
        if (--left === 0) resolve();
      });
    });
    try {
      await Promise.race([touched, allInOneReady(starting)]);
    } finally {
      watcher?.close();
      await starting.end("SIGKILL");
    }
  }
}
