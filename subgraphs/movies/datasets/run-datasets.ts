import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { BackOff } from "@marquee/platform/event-log/back-off.js";
import type { Closeable, EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { DatasetState } from "../rules/dataset-state.js";
import type { ClaimRun } from "./claim-run.js";
import type { DatasetFiles } from "./dataset-files.js";
import { createDatasetMetrics, type DatasetMetrics } from "./dataset-metrics.js";
import { DatasetRun } from "./dataset-run.js";
import type { Datasets } from "./follow-datasets.js";
import type { LoadCommand } from "./load-worker.js";

export interface DatasetRunnerOptions {
  datasets: Datasets;
  files: DatasetFiles;
  log: EventLog;
  load: LoadCommand;
  claim: ClaimRun;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** How often a run tells how far it is; default a second. */
  reportEveryMs?: number;
  /** How often what another process has is looked at again; default 2 s. */
  lookEveryMs?: number;
}

/**
 * Does what is wanted of datasets, one run at a time in this process, in the order in which it was asked for. What was under way
 * when a process ended is taken up again, by this one or another. Closing ends the run where it can be gone on with.
 */
export function startDatasetRunner(options: DatasetRunnerOptions): Closeable {
  const runner = new DatasetRunner(options);
  const running = runner.run();
  return {
    async close() {
      runner.stop();
      await running;
    },
  };
}

class DatasetRunner {
  readonly #options: Required<DatasetRunnerOptions>;
  readonly #metrics: DatasetMetrics;
  readonly #stopped = new AbortController();
  #changed = new AbortController();

  constructor(options: DatasetRunnerOptions) {
    this.#options = { reportEveryMs: 1_000, lookEveryMs: 2_000, ...options };
    this.#metrics = createDatasetMetrics(options.metrics, options.datasets);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async run(): Promise<void> {
    const { datasets, logger, lookEveryMs } = this.#options;
    const { signal } = this.#stopped;
    const unlisten = datasets.listen(() => this.#changed.abort());
    const backOff = new BackOff();
    while (!signal.aborted) {
      this.#changed = new AbortController();
      const changed = AbortSignal.any([signal, this.#changed.signal]);
      try {
        const ran = await this.#runNext();
        backOff.reset();
        if (ran || signal.aborted) continue;
        // What nobody asks for now needs no clock to be looked at.
        const waiting = datasets.list().some(({ run }) => run !== null);
        if (waiting) await wait(lookEveryMs, undefined, { signal: changed }).catch(() => undefined);
        else await aborted(changed);
      } catch (error) {
        logger.warn({ error }, "a dataset's run was not ended in order; it is taken up again");
        await backOff.wait(signal);
      }
    }
    unlisten();
  }

  /** Whether there was one that this process could have. */
  async #runNext(): Promise<boolean> {
    const { datasets, claim, logger } = this.#options;
    const wanted = datasets.list().filter(({ run }) => run !== null);
    for (const { id } of wanted.sort(oldestRequestFirst)) {
      const dataset = datasets.find(id);
      if (this.#stopped.signal.aborted || dataset?.run == null || !(await this.#canRun(dataset))) continue;
      const claimed = await claim(dataset);
      if (claimed === null) continue;
      logger.info({ dataset: id, work: dataset.run.work, term: claimed.term }, "this process has the run of a dataset");
      try {
        await new DatasetRun(this.#options, this.#metrics, dataset, claimed).run(this.#stopped.signal);
      } finally {
        await claimed.release();
      }
      return true;
    }
    return false;
  }

  /** Files that were uploaded through a process with a folder of its own are loaded by that one. */
  async #canRun({ id, run, files }: DatasetState): Promise<boolean> {
    if (run?.work === "deletion" || (await this.#options.files.has(id, files))) return true;
    this.#options.logger.warn(
      { dataset: id },
      "its files are not in this process's DATASETS_DIR; another one may have them",
    );
    return false;
  }
}

function oldestRequestFirst(one: DatasetState, other: DatasetState): number {
  return (one.run?.requestedAt ?? 0) - (other.run?.requestedAt ?? 0);
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
