import { setMaxListeners } from "node:events";
import type { Closeable, EventLog, PartitionRange } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import { FollowedPartition, ForeignLog } from "./followed-partition.js";
import type { FollowedPosition, FollowerStore } from "./follower-store.js";
import type { Projection } from "./projection.js";

export interface FollowSessionOptions {
  log: EventLog;
  store: FollowerStore;
  logger: Logger;
  topics: readonly {
    // biome-ignore lint/suspicious/noExplicitAny: a follower has projections of different events.
    projection: Projection<any>;
    conflateMs?: number;
    ranges: readonly PartitionRange[];
    saved: readonly FollowedPosition[];
  }[];
  isWaitedFor(): boolean;
  onFolded(topic: string, partition: number, position: number): void;
}

export interface SessionEnd {
  /** The log does not hold what was folded. */
  foreign: boolean;
  cause: unknown;
}

/** One reading of all topics, from where they were folded to until it fails. */
export class FollowSession implements Closeable {
  readonly ended: Promise<SessionEnd>;
  /** Whether anything was folded. */
  progressed = false;
  readonly #stop = new AbortController();
  readonly #partitions: FollowedPartition[] = [];
  readonly #tails: Closeable[] = [];
  #end: (end: SessionEnd) => void = () => {};

  private constructor() {
    setMaxListeners(0, this.#stop.signal);
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  static async open(options: FollowSessionOptions): Promise<FollowSession> {
    const session = new FollowSession();
    try {
      for (const topic of options.topics) session.#tails.push(await session.#follow(options, topic));
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Has what is held folded, of one topic or of all. */
  flush(topic?: string): void {
    for (const partition of this.#partitions) {
      if (topic === undefined || partition.topic === topic) void partition.flush();
    }
  }

  async close(): Promise<void> {
    this.#stop.abort();
    for (const tail of this.#tails) await tail.close();
    for (const partition of this.#partitions) await partition.close();
    this.#end({ foreign: false, cause: undefined });
  }

  async #follow(options: FollowSessionOptions, topic: FollowSessionOptions["topics"][number]): Promise<Closeable> {
    const { projection, ranges, saved, conflateMs } = topic;
    const partitions = new Map<number, FollowedPartition>();
    const from = new Map<number, number>();
    for (const { partition, earliest } of ranges) {
      const stood = saved.find((at) => at.partition === partition);
      // The message that was folded last is read again: it tells whether this is the same log.
      from.set(partition, Math.max(earliest, stood?.position ?? earliest));
      const followed = new FollowedPartition({
        ...{ projection, partition, saved: stood, conflateMs, signal: this.#stop.signal },
        ...{ store: options.store, logger: options.logger },
        onFolded: (position) => {
          this.progressed = true;
          options.onFolded(projection.topic, partition, position);
        },
      });
      partitions.set(partition, followed);
      this.#partitions.push(followed);
    }
    return options.log.tail({
      topic: projection.topic,
      from,
      onMessages: async (messages) => {
        await partitions.get(messages[0]?.partition ?? -1)?.accept(messages, options.isWaitedFor());
      },
      onError: (cause) => this.#end({ foreign: cause instanceof ForeignLog, cause }),
    });
  }
}
