import { setTimeout as wait } from "node:timers/promises";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import { BackOff } from "@marquee/platform/event-log/back-off.js";
import type { AppendedAt, EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { DatasetRunReported } from "@marquee/schema/events/dataset-run-reported.js";
import type { Figures } from "./run-figures.js";

export interface RunReporterOptions {
  log: EventLog;
  clock: Clock;
  logger: Logger;
  dataset: string;
  runId: string;
  term: number;
  /** A run is reported at most so often. */
  everyMs: number;
}

type Outcome = DatasetRunReported["outcome"];

/** The topic is kept for ever: what has hardly moved is told again only after this. */
const UNMOVED_MS = 10_000;
const MOVED = 0.001;

/** Tells the log how far a run is. */
export class RunReporter {
  readonly #options: RunReporterOptions;
  #latest: Figures | undefined;
  #telling: Promise<void> | undefined;
  #stopped = new AbortController();

  constructor(options: RunReporterOptions) {
    this.#options = options;
  }

  /** The latest is told, soon; those before it may be left out. One that the log does not take is not told again. */
  tell(figures: Figures): void {
    this.#latest = figures;
    this.#telling ??= this.#keepTelling().finally(() => {
      this.#telling = undefined;
    });
  }

  /** Tried until the log takes it, or the signal aborts; undefined then. */
  async say(
    outcome: Outcome,
    figures: Figures,
    error: string | null,
    signal: AbortSignal,
  ): Promise<AppendedAt | undefined> {
    const message = this.#message(outcome, figures, error);
    for (const backOff = new BackOff(); !signal.aborted; await backOff.wait(signal)) {
      try {
        const [at] = await this.#options.log.append(DatasetRunReported.topic, [message]);
        return at;
      } catch (failure) {
        this.#options.logger.warn({ error: failure, outcome }, "a run's end can't be told yet");
      }
    }
    return undefined;
  }

  /** Nothing is told afterwards but what is said. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#telling;
  }

  async #keepTelling(): Promise<void> {
    const { log, logger, everyMs } = this.#options;
    const { signal } = this.#stopped;
    let told: Figures | undefined;
    let toldAt = Number.NEGATIVE_INFINITY;
    while (!signal.aborted && this.#latest !== undefined) {
      const figures: Figures = this.#latest;
      const sinceMs = performance.now() - toldAt;
      const moved = Math.abs((figures.progress ?? 0) - (told?.progress ?? 0)) >= MOVED;
      if (told === undefined || (figures !== told && (moved || sinceMs >= UNMOVED_MS))) {
        told = figures;
        toldAt = performance.now();
        await log.append(DatasetRunReported.topic, [this.#message("running", figures, null)]).catch((error) => {
          logger.warn({ error }, "a run's progress was not told");
        });
      }
      await wait(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #message(outcome: Outcome, { rows, progress, kind }: Figures, error: string | null) {
    const { clock, dataset, runId, term } = this.#options;
    const event = DatasetRunReported.create({
      ...{ eventId: uuidV7(clock), occurredAt: clock.now(), origin: "live" },
      ...{ dataset, runId, term, outcome, kind, rows, progress, error: error?.slice(0, 2_000) ?? null },
    });
    return DatasetRunReported.encode(event);
  }
}
