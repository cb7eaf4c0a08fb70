import { AppError } from "../errors/app-error.js";
import type { Metrics } from "../service/metrics.js";

export interface ReplayLimits {
  /** Replays that read at the same time; others wait for their turn, page by page. */
  concurrent: number;
  /** Of all replays together, a second. */
  recordsPerSecond: number;
  bytesPerSecond: number;
  /** Of one replay; behind them there is a gap. */
  records: number;
  bytes: number;
}

/** One page's turn. */
export interface ReplayTurn {
  /** What the page held; bytes roughly. */
  read(records: number, bytes: number): void;
  /** Twice is once. */
  end(): void;
}

/** Keeps the replays of a process from taking its store, or its memory, however many clients come back at once. */
export interface ReplayGate {
  readonly limits: ReplayLimits;
  /** Waits for a turn. Rejects with UNAVAILABLE when too many wait already; an aborted signal gets a turn at once. */
  turn(signal: AbortSignal): Promise<ReplayTurn>;
  /** Counts a replay, until what it returns is called. */
  begin(): () => void;
  /** Counts a gap that a client is told of. */
  gap(reason: string): void;
}

/** A turn in which the reader does not take its page is nobody's after this: it must not hold up the others. */
const PATIENCE_MS = 5_000;
const MAX_WAITING = 10_000;
/** What was not used of the rates may be used later, up to so much. */
const BURST_MS = 500;

export function createReplayGate(limits: ReplayLimits, options: { subgraph: string; metrics: Metrics }): ReplayGate {
  const { subgraph } = options;
  const meters = createMeters(options.metrics);
  const queue: (() => void)[] = [];
  let free = limits.concurrent;
  let paidUntil = 0;

  function release(): void {
    const next = queue.shift();
    meters.waiting.set({ subgraph }, queue.length);
    if (next === undefined) free += 1;
    else next();
  }

  async function enter(signal: AbortSignal): Promise<void> {
    if (free > 0) {
      free -= 1;
      return;
    }
    if (queue.length >= MAX_WAITING) {
      throw new AppError("UNAVAILABLE", "Too many clients are catching up; subscribe again in a moment.");
    }
    await new Promise<void>((resolve) => {
      const enterNow = () => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = () => {
        const place = queue.indexOf(enterNow);
        if (place < 0) return;
        queue.splice(place, 1);
        free -= 1;
        resolve();
      };
      signal.addEventListener("abort", giveUp, { once: true });
      queue.push(enterNow);
      meters.waiting.set({ subgraph }, queue.length);
    });
  }

  return {
    limits,
    async turn(signal) {
      await enter(signal);
      let ended = false;
      const end = () => {
        if (ended) return;
        ended = true;
        clearTimeout(patience);
        release();
      };
      const patience = setTimeout(end, PATIENCE_MS);
      const waitMs = paidUntil - performance.now();
      if (waitMs > 0 && !signal.aborted) await new Promise((resolve) => setTimeout(resolve, waitMs));
      return {
        read(records, bytes) {
          const costMs = 1_000 * Math.max(records / limits.recordsPerSecond, bytes / limits.bytesPerSecond);
          paidUntil = Math.max(paidUntil, performance.now() - BURST_MS) + costMs;
          meters.records.inc({ subgraph }, records);
          meters.bytes.inc({ subgraph }, bytes);
        },
        end,
      };
    },
    begin() {
      meters.replays.inc({ subgraph });
      meters.open.inc({ subgraph });
      let over = false;
      return () => {
        if (!over) meters.open.dec({ subgraph });
        over = true;
      };
    },
    gap: (reason) => meters.gaps.inc({ subgraph, reason }),
  };
}

function createMeters(metrics: Metrics) {
  const labelNames = ["subgraph"] as const;
  return {
    replays: metrics.counter({
      name: "marquee_feed_replays_total",
      help: "Feeds that had to read what was missed, or what came too fast, from the store.",
      labelNames,
    }),
    open: metrics.gauge({ name: "marquee_feed_replays", help: "Of those, how many are reading now.", labelNames }),
    waiting: metrics.gauge({
      name: "marquee_feed_replays_waiting",
      help: "Of those, how many wait for their turn.",
      labelNames,
    }),
    records: metrics.counter({
      name: "marquee_feed_replayed_records_total",
      help: "Records read from the store for feeds.",
      labelNames,
    }),
    bytes: metrics.counter({
      name: "marquee_feed_replayed_bytes_total",
      help: "About how many bytes those had.",
      labelNames,
    }),
    gaps: metrics.counter({
      name: "marquee_feed_gaps_total",
      help: "Gaps that feeds were told of, by reason.",
      labelNames: ["subgraph", "reason"] as const,
    }),
  };
}
