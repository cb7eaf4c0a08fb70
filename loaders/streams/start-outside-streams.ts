import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Closeable, EventLog } from "@marquee/platform/event-log/event-log.js";
import { GENERATION_POSITIONS } from "@marquee/platform/event-log/topic-generation.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { watchApplied } from "@marquee/platform/projection/applied-watch.js";
import {
  type ProjectorPlan,
  type RunningProjectors,
  startProjectors,
} from "@marquee/platform/projection/start-projectors.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";
import { movieStreamProjection } from "./movie-stream-projection.js";
import { createUserMemory } from "./publish-ratings.js";
import { ratingStreamProjection } from "./rating-stream-projection.js";
import type { TitleIndex } from "./title-index.js";
import { TITLES, titleProjection } from "./title-projection.js";

/** Fewer, larger commits while a catalogue is read. */
const LARGE_BATCHES = { maxMessages: 2_000, maxBytes: 4 * 1024 * 1024 };

export interface OutsideStreamsParts {
  log: EventLog;
  index: TitleIndex;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
}

/**
 * Takes up what others write into the topics from outside, as a member of their groups. Titles are folded from the first rating on:
 * where none ever came, they cost nothing.
 */
export async function startOutsideStreams({
  log,
  index,
  clock,
  logger,
  metrics,
}: OutsideStreamsParts): Promise<Closeable> {
  const shared = { log, clock, users: createUserMemory() };
  const stop = new AbortController();
  let titles: Promise<RunningProjectors> | undefined;
  const start = (...plans: ProjectorPlan[]) =>
    startProjectors({ log, plans, deadLettersTopic: TOPICS.deadLetters, logger, metrics });
  const followTitles = async (): Promise<RunningProjectors> => {
    const projectors = await start({ ...LARGE_BATCHES, projection: titleProjection({ ...shared, index }) });
    // Other processes may have the other partitions.
    await watchApplied({ log, group: TITLES, topic: TOPICS.movies }).caughtUp(stop.signal);
    return projectors;
  };
  const indexed = async (): Promise<TitleIndex> => {
    titles ??= followTitles();
    await titles.catch((error) => {
      titles = undefined;
      throw error;
    });
    return index;
  };
  const consumers = await start(
    { projection: movieStreamProjection(log, index) },
    { projection: ratingStreamProjection({ ...shared, titles: indexed }) },
  );
  const began = (await log.positions(OUTSIDE_TOPICS.ratings)).some(({ end }) => end % GENERATION_POSITIONS > 0);
  // What waits for its title would wait for the next rating too.
  if (began) void indexed().catch((error) => logger.error({ error }, "titles can't be followed yet"));
  return {
    async close() {
      stop.abort();
      await consumers.close();
      await (await titles?.catch(() => undefined))?.close();
    },
  };
}
