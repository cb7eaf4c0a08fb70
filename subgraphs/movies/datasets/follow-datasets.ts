import type { AppendedAt, Closeable, EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { startFollower } from "@marquee/platform/projection/follower.js";
import { memoryFollowerStore } from "@marquee/platform/projection/follower-store.js";
import type { Projection } from "@marquee/platform/projection/projection.js";
import { type DatasetLogEvent, readDatasetEvent } from "@marquee/schema/events/dataset-events.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { DatasetState } from "../rules/dataset-state.js";
import { foldDataset } from "../rules/fold-dataset.js";

/** All datasets, in the memory of this process: each is some hundred bytes, and there are as many as somebody has named. */
export interface Datasets extends Closeable {
  /** Null where there is none; one that is gone is DELETED. */
  find(id: string): DatasetState | null;
  /** Those that are not gone, newest first. */
  list(): DatasetState[];
  /** Hears of every change from now on, synchronously. Returns how to stop. */
  listen(listener: (dataset: DatasetState) => void): () => void;
  /** True once this process has folded what was appended there; false when that takes longer than `timeoutMs`. */
  shows(at: AppendedAt, timeoutMs: number): Promise<boolean>;
  /** Resolves when everything that is in the log now is folded. */
  caughtUp(): Promise<void>;
}

/** Follows marquee.datasets.v1 from its beginning. Throws what the log throws at the start. */
export async function followDatasets({ log, logger }: { log: EventLog; logger: Logger }): Promise<Datasets> {
  const states = new Map<string, DatasetState>();
  const listeners = new Set<(dataset: DatasetState) => void>();
  const fold: Projection<DatasetLogEvent> = {
    name: "movies-datasets",
    topic: TOPICS.datasets,
    parse: (message) => readDatasetEvent(message.value),
    async apply({ partition, events }) {
      for (const { position, event } of events) {
        const before = states.get(event.dataset) ?? null;
        const after = foldDataset(before, event, { partition, position });
        if (after === null || after === before) continue;
        states.set(after.id, after);
        for (const listener of listeners) listener(after);
      }
      return [];
    },
  };
  const store = memoryFollowerStore(() => states.clear());
  const follower = await startFollower({ log, logger, topics: [{ projection: fold }], store });
  return {
    find: (id) => states.get(id) ?? null,
    list: () => [...states.values()].filter(({ state }) => state !== "DELETED").sort(newestFirst),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    shows: ({ partition, position }, timeoutMs) => follower.wait(TOPICS.datasets, partition, position, timeoutMs),
    caughtUp: () => follower.caughtUp(),
    close: () => follower.close(),
  };
}

type Place = Pick<DatasetState, "createdAt" | "id">;

export function newestFirst(one: Place, other: Place): number {
  return other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1);
}
