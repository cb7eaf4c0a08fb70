import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { BackOff } from "@marquee/platform/event-log/back-off.js";
import type { Closeable, EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { type Follower, startFollower } from "@marquee/platform/projection/follower.js";
import { memoryFollowerStore } from "@marquee/platform/projection/follower-store.js";
import type { CqlLease } from "@marquee/platform/store/cql-lease.js";
import type { BoardSnapshots } from "../store/board-snapshots.js";
import { BoardPublisher } from "./board-publisher.js";
import { leaderboardTopics } from "./leaderboard-projections.js";
import { MovieRanking } from "./movie-ranking.js";
import { Wakeable } from "./wakeable.js";

export interface LeaderboardWorkerOptions {
  log: EventLog;
  snapshots: BoardSnapshots;
  lease: Pick<CqlLease, "acquire" | "renew" | "release" | "held">;
  logger: Logger;
  /** A board is published at most so often; default a second. */
  everyMs?: number;
  /** How often the lease is renewed, or asked for; default a second. */
  leaseEveryMs?: number;
}

export interface LeaderboardWorker extends Closeable {
  /**
   * Resolves when what is in the log now is on the boards; where another worker makes them, when this one would have it there.
   * Throws UNAVAILABLE when it is closed meanwhile.
   */
  caughtUp(): Promise<void>;
}

/**
 * Ranks all movies in memory by following the log, and while it has the lease publishes what changes. Any number may run: those
 * without the lease are as far as the one that has it, and one of them goes on when it is gone. Throws what the log throws.
 */
export async function startLeaderboardWorker(options: LeaderboardWorkerOptions): Promise<LeaderboardWorker> {
  const ranking = new MovieRanking();
  const wakeable = new Wakeable();
  const worker = new RunningWorker(options, ranking, wakeable);
  const follower = await startFollower({
    ...options,
    topics: leaderboardTopics(ranking, () => wakeable.wake()),
    store: memoryFollowerStore(() => {
      ranking.clear();
      worker.begunAnew();
    }),
  });
  worker.start(follower);
  return worker;
}

class RunningWorker implements LeaderboardWorker {
  readonly #options: Required<LeaderboardWorkerOptions>;
  readonly #ranking: MovieRanking;
  readonly #wakeable: Wakeable;
  readonly #stop = new AbortController();
  #follower: Follower | undefined;
  #working: Promise<void> = Promise.resolve();
  /** Whether the ranking is that of the whole log, and not of its beginning. */
  #complete = false;
  #beginnings = 0;
  #asking: { resolve: () => void; reject: (error: unknown) => void }[] = [];

  constructor(options: LeaderboardWorkerOptions, ranking: MovieRanking, wakeable: Wakeable) {
    this.#options = { everyMs: 1000, leaseEveryMs: 1000, ...options };
    this.#ranking = ranking;
    this.#wakeable = wakeable;
  }

  start(follower: Follower): void {
    this.#follower = follower;
    this.#working = this.#work(follower);
  }

  begunAnew(): void {
    this.#beginnings += 1;
    this.#complete = false;
    this.#wakeable.wake();
  }

  async caughtUp(): Promise<void> {
    await this.#follower?.caughtUp();
    if (this.#stop.signal.aborted) throw closed();
    await new Promise<void>((resolve, reject) => {
      this.#asking.push({ resolve, reject });
      this.#wakeable.wake();
    });
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#wakeable.wake();
    await this.#follower?.close();
    await this.#working;
    for (const { reject } of this.#asking.splice(0)) reject(closed());
  }

  async #work(follower: Follower): Promise<void> {
    const { lease, logger, leaseEveryMs } = this.#options;
    const { signal } = this.#stop;
    const backOff = new BackOff();
    while (!signal.aborted) {
      try {
        await this.#completeRanking(follower);
        const term = await lease.acquire();
        if (term === null) {
          for (const { resolve } of this.#asking.splice(0)) resolve();
          await this.#pause(leaseEveryMs);
        } else {
          await this.#lead(term);
        }
        backOff.reset();
      } catch (error) {
        if (signal.aborted) break;
        logger.warn({ error }, "the leaderboard is not kept by this process for the moment");
        await backOff.wait(signal);
      }
    }
    if (lease.held) await lease.release().catch((error) => logger.warn({ error }, "the leaderboard's lease runs out"));
  }

  async #completeRanking(follower: Follower): Promise<void> {
    while (!this.#complete) {
      const beginnings = this.#beginnings;
      await follower.caughtUp();
      this.#complete = beginnings === this.#beginnings;
    }
  }

  /** For as long as it has the lease and the ranking is complete. */
  async #lead(term: number): Promise<void> {
    const { lease, snapshots, logger, everyMs } = this.#options;
    const { signal } = this.#stop;
    const mayPublish = () => lease.held && this.#complete;
    const publisher = new BoardPublisher({ ranking: this.#ranking, snapshots, term, mayPublish });
    logger.info({ term }, "this process keeps the leaderboard");
    const ended = new AbortController();
    const renewing = this.#keepRenewing(ended.signal);
    try {
      await publisher.takeOver();
      while (!signal.aborted && mayPublish()) {
        const asking = this.#asking.splice(0);
        try {
          await publisher.publishChanged();
        } catch (error) {
          this.#asking.push(...asking);
          throw error;
        }
        for (const { resolve } of asking) resolve();
        await this.#pause(everyMs);
        await this.#wakeable.whenAwake();
      }
    } finally {
      ended.abort();
      await renewing;
    }
  }

  async #keepRenewing(ended: AbortSignal): Promise<void> {
    const { lease, leaseEveryMs } = this.#options;
    while (lease.held) {
      await wait(leaseEveryMs, undefined, { signal: ended }).catch(() => undefined);
      if (ended.aborted) return;
      // While it is not known whether that worked, it is held for as long as it was.
      await lease.renew().catch(() => false);
    }
    this.#wakeable.wake();
  }

  async #pause(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }
}

function closed(): AppError {
  return new AppError("UNAVAILABLE", "The leaderboard's worker is closed: Marquee is stopping.");
}
