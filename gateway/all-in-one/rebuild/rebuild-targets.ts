import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { ProjectorPlan } from "@marquee/platform/projection/start-projectors.js";

export interface RebuildTarget {
  plan: ProjectorPlan;
  /** Up to where each partition is to be folded; partitions of which nothing is to be folded are absent. */
  until: ReadonlyMap<number, number>;
}

/**
 * Up to where the groups that serve now have folded and published. Not to the end of the log: what comes behind is published by whoever
 * goes on from there, so that no change is left out.
 */
export async function rebuildTargets(serving: EventLog, plans: readonly ProjectorPlan[]): Promise<RebuildTarget[]> {
  const targets: RebuildTarget[] = [];
  for (const plan of plans) {
    const { name, topic } = plan.projection;
    const committed = await serving.committed(name, topic);
    const until = new Map<number, number>();
    for (const { partition, earliest, end } of await serving.positions(topic)) {
      const target = Math.min(committed.get(partition) ?? 0, end);
      if (target > earliest) until.set(partition, target);
    }
    targets.push({ plan, until });
  }
  return targets;
}

/** Messages that are folded, and that are to be. */
export async function rebuildProgress(
  rebuilt: EventLog,
  targets: readonly RebuildTarget[],
): Promise<{ done: number; total: number; phase: string }> {
  let [done, total, phase] = [0, 0, ""];
  for (const { plan, until } of targets) {
    const { name, topic } = plan.projection;
    const committed = await rebuilt.committed(name, topic);
    for (const { partition, earliest } of await rebuilt.positions(topic)) {
      const target = until.get(partition);
      if (target === undefined) continue;
      const reached = Math.min(Math.max(committed.get(partition) ?? 0, earliest), target);
      done += reached - earliest;
      total += target - earliest;
      if (reached < target && phase === "") phase = name;
    }
  }
  return { done, total, phase };
}
