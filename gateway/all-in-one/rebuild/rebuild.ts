import { setTimeout as wait } from "node:timers/promises";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { startProjector } from "@marquee/platform/projection/projector.js";
import type { ProjectorPlan } from "@marquee/platform/projection/start-projectors.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { type RebuildTarget, rebuildProgress, rebuildTargets } from "./rebuild-targets.js";
import { withoutAppends } from "./without-appends.js";

export interface RebuildOptions {
  /** Of the new tables: its groups are those that will go on when they serve. */
  rebuilt: EventLog;
  /** With the groups of the tables that serve now. */
  serving: EventLog;
  /** Into the new tables. Each stage is folded when the one before it is. */
  stages: readonly (readonly ProjectorPlan[])[];
  logger: Logger;
  signal: AbortSignal;
  onProgress(progress: { done: number; total: number; phase: string }): void;
}

const LOOK_EVERY_MS = 500;

/**
 * Folds everything that the groups which serve have folded by now into other tables, and publishes nothing. What is folded is committed,
 * so a rebuild that was interrupted, or has ended, goes on where it was. False when it was interrupted.
 */
export async function rebuild(options: RebuildOptions): Promise<boolean> {
  const { serving, stages, rebuilt, signal } = options;
  for (const plans of stages) {
    const targets = await rebuildTargets(serving, plans);
    const running = await Promise.all(targets.map((target) => fold(options, target)));
    try {
      for (;;) {
        const progress = await rebuildProgress(rebuilt, targets);
        options.onProgress(progress);
        if (progress.done === progress.total) break;
        if (signal.aborted) return false;
        await wait(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    } finally {
      await Promise.all(running.map((close) => close()));
    }
  }
  return !signal.aborted;
}

async function fold({ rebuilt, logger }: RebuildOptions, { plan, until }: RebuildTarget): Promise<() => Promise<void>> {
  if (until.size === 0) return async () => plan.close?.();
  const { projection, afterBatch, close, ...limits } = plan;
  const { changesTopic: _, ...silent } = projection;
  const projector = await startProjector({
    ...limits,
    log: withoutAppends(rebuilt),
    projection: silent,
    deadLettersTopic: TOPICS.deadLetters,
    logger,
    until: allPartitions(until, await rebuilt.partitions(projection.topic)),
    onFolded: () => afterBatch?.(),
  });
  return async () => {
    await projector.close();
    await close?.();
  };
}

/** A partition that is not named would be followed for ever. */
function allPartitions(until: ReadonlyMap<number, number>, partitions: number): ReadonlyMap<number, number> {
  return new Map(Array.from({ length: partitions }, (_, partition) => [partition, until.get(partition) ?? 0]));
}
