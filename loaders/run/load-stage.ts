import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { TitleRecord } from "../records/load-record.js";
import type { ReadBatch } from "../records/read-stage.js";
import type { TitleRegistry } from "../titles/title-registry.js";
import { AppendQueue } from "./append-queue.js";
import { appendSlices } from "./append-slices.js";
import { KnownTitles } from "./known-titles.js";
import { RatingWindow } from "./rating-window.js";
import { copyCounts, emptyCounts, type RunCounts } from "./run-counts.js";
import { SeenUsers } from "./seen-users.js";
import { type LoadTarget, sendBatch } from "./send-batch.js";
import type { SendTitles } from "./send-titles.js";
import type { StageCheckpoint, StageNotes, TitlesUnderWay } from "./stage-checkpoint.js";
import { EMPTY_LISTS } from "./stage-lists.js";

export interface LoadStageOptions {
  dataset: string;
  /** See edition.ts. */
  edition: string;
  /** The stage's name. */
  stage: string;
  /** Of its content and of how it is read; null: it can't be gone on with. */
  fingerprint: string | null;
  /** The batches behind the first rows. */
  read(rows: number): AsyncIterable<ReadBatch>;
  notes: StageNotes;
  /** Null: nothing is sent, only read and counted. */
  target: LoadStageTarget | null;
  window: WindowLimits;
  /** Told after each batch. */
  onProgress(progress: StageProgress): void;
  /** Milliseconds that only rise. */
  now(): number;
  /** Stops behind the batch that is under way. */
  signal: AbortSignal;
}

export interface LoadStageTarget {
  log: EventLog;
  registry: Pick<TitleRegistry, "find">;
  sendTitles: SendTitles;
}

/** How many ratings, and roughly how many bytes of them, are gathered before they are packed by movie. */
export interface WindowLimits {
  ratings: number;
  bytes: number;
}

export interface StageProgress {
  rows: number;
  /** Of the stage's files, read so far. */
  bytes: number;
}

export interface StageResult {
  outcome: "loaded" | "already-loaded" | "stopped";
  counts: RunCounts;
  seconds: number;
}

/**
 * Loads what of a stage is not loaded yet. Killed at any moment, it goes on from its checkpoint: what is sent again has the same event
 * ids. Throws what reading, the log and the registry throw; nothing is under way then.
 */
export async function loadStage(options: LoadStageOptions): Promise<StageResult> {
  const saved = options.notes.checkpoint;
  const goesOn = saved !== null && options.fingerprint !== null && saved.fingerprint === options.fingerprint;
  if (goesOn && saved.complete) return { outcome: "already-loaded", counts: saved.counts, seconds: saved.seconds };
  const run = new StageRun(options, goesOn ? saved : null);
  try {
    return await run.load();
  } finally {
    await run.idle();
  }
}

class StageRun {
  readonly #options: LoadStageOptions;
  readonly #queue: AppendQueue | null;
  readonly #window: RatingWindow;
  readonly #titles: KnownTitles | null;
  readonly #users = new SeenUsers();
  readonly #counts: RunCounts;
  readonly #startedAt: number;
  readonly #before: StageCheckpoint | null;
  #rows: number;
  #flushing: Promise<void> | null = null;

  constructor(options: LoadStageOptions, before: StageCheckpoint | null) {
    const { target, now } = options;
    this.#options = options;
    this.#window = new RatingWindow(options);
    this.#queue = target === null ? null : new AppendQueue(target.log, now);
    this.#titles = target === null ? null : new KnownTitles(target.registry);
    this.#counts = before === null ? emptyCounts() : copyCounts(before.counts);
    this.#rows = before?.rows ?? 0;
    this.#before = before;
    this.#startedAt = now();
  }

  async load(): Promise<StageResult> {
    const { notes, signal } = this.#options;
    await notes.startFrom(this.#before?.lists ?? EMPTY_LISTS);
    for await (const batch of this.#options.read(this.#rows)) {
      if (signal.aborted) break;
      await this.#take(batch);
    }
    await this.#flush();
    await this.#settled();
    if (!signal.aborted) await notes.save({ ...this.#here(), complete: true });
    return { outcome: signal.aborted ? "stopped" : "loaded", counts: this.#counts, seconds: this.#seconds() };
  }

  /** Waits until nothing is under way, whatever becomes of it. */
  async idle(): Promise<void> {
    await this.#flushing?.catch(() => {});
    await this.#queue?.idle();
  }

  async #take(batch: ReadBatch): Promise<void> {
    const { dataset, edition, stage, notes, window } = this.#options;
    const target = await this.#targetOf(batch);
    await sendBatch({ dataset, edition, stage, batch, notes, counts: this.#counts, target });
    this.#rows = batch.rows;
    this.#options.onProgress({ rows: batch.rows, bytes: batch.bytes });
    const full = this.#window.ratings >= window.ratings || this.#window.bytes >= window.bytes;
    if (full || this.#window.ratings === 0) await this.#flush();
  }

  async #targetOf(batch: ReadBatch): Promise<LoadTarget | null> {
    const { target } = this.#options;
    const [queue, titles] = [this.#queue, this.#titles];
    if (target === null || queue === null || titles === null) return null;
    const parts = { queue, titles, users: this.#users, window: this.#window };
    if (!batch.records.some(({ type }) => type === "title")) return { ...parts, sendTitles: null };
    // What was gathered before may be of titles that change now.
    await this.#flush();
    await this.#settled();
    const start = this.#here();
    return { ...parts, sendTitles: (records) => this.#sendTitles(target, start, records, batch.rows) };
  }

  /** `start`: as it was before the batch, which ends at `rows`. */
  async #sendTitles(
    { sendTitles }: LoadStageTarget,
    start: StageCheckpoint,
    records: readonly TitleRecord[],
    rows: number,
  ): Promise<TitlesUnderWay["joined"]> {
    const { dataset, notes } = this.#options;
    const before = this.#before?.titlesUnderWay;
    const earlier = before?.rows === rows ? before.joined : null;
    return sendTitles(dataset, records, async (decided) => {
      const joined = earlier ?? decided;
      await notes.save({ ...start, titlesUnderWay: { rows, joined } });
      return joined;
    });
  }

  /** Starts packing and sending what was gathered: one window is on its way while the next is gathered, and no more. */
  async #flush(): Promise<void> {
    await this.#flushing;
    const checkpoint = this.#here();
    const slices = appendSlices(this.#window.take());
    const flush = async (): Promise<void> => {
      for (const messages of slices) await this.#queue?.append(TOPICS.ratings, messages);
      this.#queue?.mark(() => this.#options.notes.save(checkpoint));
    };
    this.#flushing = flush();
    // Whoever waits for it hears of it.
    this.#flushing.catch(() => {});
  }

  async #settled(): Promise<void> {
    await this.#flushing;
    await this.#queue?.settled();
  }

  #here(): StageCheckpoint {
    return {
      fingerprint: this.#options.fingerprint ?? "",
      rows: this.#rows,
      complete: false,
      counts: copyCounts(this.#counts),
      lists: this.#options.notes.lengths(),
      seconds: this.#seconds(),
      titlesUnderWay: null,
    };
  }

  #seconds(): number {
    return (this.#before?.seconds ?? 0) + (this.#options.now() - this.#startedAt) / 1000;
  }
}
