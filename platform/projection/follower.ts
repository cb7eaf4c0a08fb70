import { AppError } from "../errors/app-error.js";
import { BackOff } from "../event-log/back-off.js";
import type { Closeable, EventLog, PartitionRange } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import { AppliedPositions } from "./applied-positions.js";
import { FollowSession } from "./follow-session.js";
import type { FollowedPosition, FollowerStore } from "./follower-store.js";
import type { Projection } from "./projection.js";

export interface FollowedTopic {
  /** Called with the same messages again after a failure or a crash; what it returns is not published. */
  // biome-ignore lint/suspicious/noExplicitAny: a follower has projections of different events.
  projection: Projection<any>;
  /** For topics in which the last message of a key says all: that one alone is handed over, and at most so often. */
  conflateMs?: number;
}

export interface FollowerOptions {
  log: EventLog;
  /** All of them are folded into one place, which is emptied as a whole. */
  topics: readonly FollowedTopic[];
  store: FollowerStore;
  logger: Logger;
}

export interface Follower extends Closeable {
  /** Resolves when everything that is in the topics now is folded. Throws UNAVAILABLE when all is begun anew meanwhile, or it is closed. */
  caughtUp(): Promise<void>;
  /** True once a partition is folded up to `position`; false when that takes longer than `timeoutMs`. */
  wait(topic: string, partition: number, position: number, timeoutMs: number): Promise<boolean>;
}

/**
 * Folds every partition of topics in this process, without a group: whoever follows has everything. Goes on where its store says
 * that it stopped. Where the log does not hold that place (a topic was made anew, forgot messages that were never seen, or
 * is another cluster's), the store is emptied and all is folded from the beginning. Throws what the log throws at the start;
 * later failures are logged and tried again.
 */
export async function startFollower(options: FollowerOptions): Promise<Follower> {
  const follower = new RunningFollower(options);
  await follower.start();
  return follower;
}

/** How far everything is, until it is begun anew. */
class Standing {
  readonly #applied = new Map<string, AppliedPositions>();
  readonly abandoned: Promise<never>;
  abandon: (why: string) => void = () => {};

  constructor() {
    this.abandoned = new Promise((_, reject) => {
      this.abandon = (why) => reject(new AppError("UNAVAILABLE", why));
    });
    this.abandoned.catch(() => undefined);
  }

  of(topic: string): AppliedPositions {
    const applied = this.#applied.get(topic) ?? new AppliedPositions();
    this.#applied.set(topic, applied);
    return applied;
  }
}

class RunningFollower implements Follower {
  readonly #options: FollowerOptions;
  readonly #stop = new AbortController();
  #standing = new Standing();
  #session: FollowSession | undefined;
  #following: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const session = await this.#open();
    this.#following = this.#keepFollowing(session);
  }

  async caughtUp(): Promise<void> {
    const standing = this.#standing;
    this.#waiting += 1;
    try {
      const ends = await Promise.all(
        this.#options.topics.map(async ({ projection: { topic } }) => ({
          topic,
          ranges: (await this.#options.log.positions(topic)).filter(({ earliest, end }) => end > earliest),
        })),
      );
      this.#session?.flush();
      const reached = ends.flatMap(({ topic, ranges }) =>
        ranges.map(({ partition, end }) => standing.of(topic).reached(partition, end - 1)),
      );
      await Promise.race([Promise.all(reached), standing.abandoned]);
    } finally {
      this.#waiting -= 1;
    }
  }

  async wait(topic: string, partition: number, position: number, timeoutMs: number): Promise<boolean> {
    this.#waiting += 1;
    try {
      this.#session?.flush(topic);
      return await this.#standing.of(topic).wait(partition, position, timeoutMs);
    } finally {
      this.#waiting -= 1;
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#standing.abandon("What follows the log is closed: Marquee is stopping.");
    await this.#session?.close();
    await this.#following;
  }

  async #keepFollowing(first: FollowSession): Promise<void> {
    const { signal } = this.#stop;
    const backOff = new BackOff();
    let session: FollowSession | undefined = first;
    while (!signal.aborted) {
      try {
        session ??= await this.#open();
        await this.#follow(session);
      } catch (error) {
        this.#options.logger.error({ error }, "following stopped; it will be taken up again");
      }
      if (session?.progressed === true) backOff.reset();
      session = undefined;
      await backOff.wait(signal);
    }
  }

  /** Until it ends, or the follower is closed. */
  async #follow(session: FollowSession): Promise<void> {
    const { signal } = this.#stop;
    if (signal.aborted) await session.close();
    const end = await session.ended;
    await session.close();
    if (signal.aborted) return;
    if (!end.foreign) throw end.cause;
    await this.#beginAnew("another message stands where it stopped");
  }

  async #open(): Promise<FollowSession> {
    const { log, topics, store } = this.#options;
    const found = await Promise.all(
      topics.map(async (topic) => ({
        ...topic,
        ranges: await log.positions(topic.projection.topic),
        saved: await store.load(topic.projection.topic),
      })),
    );
    const foreign = found.some(({ ranges, saved }) => !continues(saved, ranges));
    if (foreign) await this.#beginAnew("the log does not hold the place where it stopped");
    const standing = this.#standing;
    this.#session = await FollowSession.open({
      ...this.#options,
      topics: foreign ? found.map((topic) => ({ ...topic, saved: [] })) : found,
      isWaitedFor: () => this.#waiting > 0,
      onFolded: (topic, partition, position) => standing.of(topic).advance(partition, position),
    });
    return this.#session;
  }

  async #beginAnew(reason: string): Promise<void> {
    this.#options.logger.warn({ reason }, "what was followed is folded anew from the beginning");
    await this.#options.store.empty();
    this.#standing.abandon("What follows the log is built anew: the log is another.");
    this.#standing = new Standing();
  }
}

/** Whether a log can be what was folded up to there. */
function continues(saved: readonly FollowedPosition[], ranges: readonly PartitionRange[]): boolean {
  return saved.every(({ partition, position }) => {
    const range = ranges.find((one) => one.partition === partition);
    return range !== undefined && position >= range.earliest - 1 && position < range.end;
  });
}
