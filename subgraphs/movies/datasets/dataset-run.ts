import { BackOff } from "@marquee/platform/event-log/back-off.js";
import type { AppendedAt } from "@marquee/platform/event-log/event-log.js";
import type { DatasetState, WantedRun } from "../rules/dataset-state.js";
import type { RunClaim } from "./claim-run.js";
import type { DatasetMetrics } from "./dataset-metrics.js";
import { type LoadWorker, startLoadWorker, type WorkerEnd } from "./load-worker.js";
import type { DatasetRunnerOptions } from "./run-datasets.js";
import { type Figures, RunFigures } from "./run-figures.js";
import { RunReporter } from "./run-reporter.js";

/** How the loaders' command ends, as its --help says. */
const EXIT = { accepted: 0, usage: 2, rejects: 3 } as const;
/** How often a load process that fails is started again. */
const MAX_RESTARTS = 5;
const RENEW_EVERY_MS = 3_000;
/** Below the deadline of a process that shuts down. */
const STOP_WITHIN_MS = 7_000;
/** A day: what this process is to fold of its own word comes, or the process ends. */
const SHOWN_WITHIN_MS = 24 * 60 * 60 * 1_000;

type Stop = "closing" | "lost" | "superseded" | "cancelled";

/** One run of what is wanted of one dataset, by whoever has claimed it. */
export class DatasetRun {
  readonly #options: Required<DatasetRunnerOptions>;
  readonly #metrics: DatasetMetrics;
  readonly #dataset: DatasetState;
  readonly #run: WantedRun;
  readonly #claim: RunClaim;
  readonly #reporter: RunReporter;
  #figures: Figures;
  #stop: Stop | null = null;
  #worker: LoadWorker | undefined;
  #onStop: () => void = () => {};

  constructor(
    options: Required<DatasetRunnerOptions>,
    metrics: DatasetMetrics,
    dataset: DatasetState & { run: WantedRun | null },
    claim: RunClaim,
  ) {
    if (dataset.run === null) throw new Error("nothing is wanted of it");
    const { id, run, rows, progress, kind } = dataset;
    this.#options = options;
    this.#metrics = metrics;
    this.#dataset = dataset;
    this.#run = run;
    this.#claim = claim;
    this.#figures = { rows, progress, kind };
    const { log, clock, logger, reportEveryMs: everyMs } = options;
    this.#reporter = new RunReporter({ log, clock, logger, dataset: id, runId: run.id, term: claim.term, everyMs });
  }

  /** Until it is over, or is to be gone on with later. */
  async run(closing: AbortSignal): Promise<void> {
    const { datasets } = this.#options;
    const unlisten = datasets.listen(({ id }) => {
      if (id === this.#dataset.id) this.#look();
    });
    const onClosing = () => this.#end("closing");
    closing.addEventListener("abort", onClosing);
    const renewing = setInterval(() => void this.#renew(), RENEW_EVERY_MS);
    try {
      const at = await this.#reporter.say("running", this.#figures, null, closing);
      // Only then is it sure that no earlier word stands against it.
      if (at === undefined || !(await this.#shown(at, closing))) return;
      this.#look();
      if (closing.aborted) onClosing();
      await this.#finish(await this.#work(), closing);
    } finally {
      clearInterval(renewing);
      closing.removeEventListener("abort", onClosing);
      unlisten();
      await this.#reporter.stop();
    }
  }

  /** Why it failed; null when it did not, whether or not it was stopped. */
  async #work(): Promise<string | null> {
    const { files } = this.#options;
    const backOff = new BackOff();
    for (let restarts = 0; this.#stop === null; ) {
      const figures = new RunFigures(this.#figures);
      const end = await this.#load(figures);
      const succeeded = end.code === EXIT.accepted || end.code === EXIT.rejects;
      if (succeeded && figures.complete) {
        this.#stop = null;
        if (this.#run.work === "deletion") await files.removeAll(this.#dataset.id);
        return null;
      }
      if (this.#stop !== null) return null;
      // Somebody loads by hand: it waits its turn.
      const waits = end.errorCode === "DATA_DIR_LOCKED";
      if (!waits) restarts += 1;
      if (end.code === EXIT.usage || restarts > MAX_RESTARTS) return end.lastWords;
      this.#options.logger.warn(
        { dataset: this.#dataset.id, ...end, restarts },
        "a load process ended early; starting it again",
      );
      await this.#pause(backOff);
    }
    return null;
  }

  async #load(figures: RunFigures): Promise<WorkerEnd> {
    this.#worker = startLoadWorker(this.#options.load, this.#arguments(), (line) => {
      const before = this.#figures.rows;
      this.#figures = figures.add(line);
      this.#metrics.rows(before, this.#figures.rows);
      this.#reporter.tell(this.#figures);
    });
    if (this.#stop !== null) this.#worker.stop(STOP_WITHIN_MS);
    const end = await this.#worker.ended;
    this.#worker = undefined;
    return end;
  }

  #arguments(): string[] {
    const { id, files: stored } = this.#dataset;
    if (this.#run.work === "deletion") return ["--delete", id, "--json"];
    const paths = Object.keys(this.#options.datasets.find(id)?.files ?? stored)
      .sort()
      .map((file) => this.#options.files.pathOf(id, file));
    return [...(this.#run.kind === null ? [] : [this.#run.kind]), ...paths, "--dataset", id, "--json"];
  }

  async #finish(failure: string | null, closing: AbortSignal): Promise<void> {
    await this.#reporter.stop();
    const stop = this.#stop;
    // Whoever takes it up, or asked for something else, says what becomes of it.
    if (stop !== null && stop !== "cancelled") return;
    const outcome = stop ?? (failure === null ? "done" : "failed");
    const at = await this.#reporter.say(outcome, this.#figures, failure, closing);
    if (at === undefined) return;
    this.#metrics.ended(this.#run.work, outcome);
    await this.#shown(at, closing);
  }

  /** False when the process is to end before. */
  async #shown(at: AppendedAt, closing: AbortSignal): Promise<boolean> {
    let onClosing: () => void = () => {};
    const closed = new Promise<boolean>((resolve) => {
      onClosing = () => resolve(false);
      if (closing.aborted) onClosing();
      closing.addEventListener("abort", onClosing);
    });
    try {
      return await Promise.race([this.#options.datasets.shows(at, SHOWN_WITHIN_MS), closed]);
    } finally {
      closing.removeEventListener("abort", onClosing);
    }
  }

  /** What the log says of it now. */
  #look(): void {
    const run = this.#options.datasets.find(this.#dataset.id)?.run;
    if (run == null || run.id !== this.#run.id || run.term > this.#claim.term) this.#end("superseded");
    else if (run.cancelled) this.#end("cancelled");
  }

  #end(why: Stop): void {
    if (this.#stop !== null) return;
    this.#stop = why;
    this.#worker?.stop(STOP_WITHIN_MS);
    this.#onStop();
  }

  async #renew(): Promise<void> {
    // Not known to have worked, it is held for as long as it was.
    await this.#claim.renew().catch(() => undefined);
    if (!this.#claim.held) this.#end("lost");
  }

  async #pause(backOff: BackOff): Promise<void> {
    const stopped = new AbortController();
    this.#onStop = () => stopped.abort();
    if (this.#stop !== null) stopped.abort();
    await backOff.wait(stopped.signal);
  }
}
