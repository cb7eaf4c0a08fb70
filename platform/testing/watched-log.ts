import type { EventLog, NewMessage } from "../event-log/event-log.js";
import { AppliedPositions } from "../projection/applied-positions.js";

export interface WatchedLog {
  /** To hand to whatever consumes. */
  readonly log: EventLog;
  /** Appends, and resolves when the group's handler is done with every one of the messages. Throws when it takes 5 s. */
  appendAndFold(group: string, topic: string, messages: readonly NewMessage[]): Promise<void>;
}

const TIMEOUT_MS = 5000;

/** A log that knows how far each group has come. */
export function watchLog(log: EventLog): WatchedLog {
  const groups = new Map<string, AppliedPositions>();
  const appliedBy = (group: string): AppliedPositions => {
    const applied = groups.get(group) ?? new AppliedPositions();
    groups.set(group, applied);
    return applied;
  };
  return {
    log: {
      append: (topic, messages) => log.append(topic, messages),
      consume: (options) =>
        log.consume({
          ...options,
          async onBatch(batch) {
            await options.onBatch(batch);
            appliedBy(options.group).advance(batch.partition, batch.messages.at(-1)?.position ?? -1);
          },
        }),
      tail: (options) => log.tail(options),
      positions: (topic) => log.positions(topic),
      committed: (group, topic) => log.committed(group, topic),
      partitions: (topic) => log.partitions(topic),
      partitionOf: (topic, key) => log.partitionOf(topic, key),
      ping: () => log.ping(),
      close: () => log.close(),
    },
    async appendAndFold(group, topic, messages) {
      for (const { partition, position } of await log.append(topic, messages)) {
        if (await appliedBy(group).wait(partition, position, TIMEOUT_MS)) continue;
        throw new Error(`${group} has not folded ${topic} up to ${partition}/${position} in time`);
      }
    },
  };
}
