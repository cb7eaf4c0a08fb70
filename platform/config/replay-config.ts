import type { ReplayLimits } from "../projection/replay-gate.js";
import { type Config, defineConfig, parseConfig } from "./parse-config.js";
import { wholeNumber } from "./schemas.js";

const count = wholeNumber(1, 1_000_000_000);

/** How much of its store a process gives to feeds that are resumed. */
export const replayConfig = defineConfig({
  FEED_REPLAYS: {
    schema: wholeNumber(1, 10_000),
    default: 16,
    doc: "Resumed feeds that read from the store at the same time; others wait for their turn.",
  },
  FEED_REPLAY_EVENTS_PER_SECOND: {
    schema: count,
    default: 20_000,
    doc: "What all of them together read in a second.",
  },
  FEED_REPLAY_BYTES_PER_SECOND: { schema: count, default: 32 * 1_048_576, doc: "The same in bytes." },
  FEED_REPLAY_EVENTS: {
    schema: count,
    default: 1_000_000,
    doc: "What one resumed feed may read until it has caught up; past that it is told of a gap and goes on live.",
  },
  FEED_REPLAY_BYTES: { schema: count, default: 512 * 1_048_576, doc: "The same in bytes." },
});

export function replayLimitsOf(config: Config<typeof replayConfig>): ReplayLimits {
  return {
    concurrent: config.FEED_REPLAYS,
    recordsPerSecond: config.FEED_REPLAY_EVENTS_PER_SECOND,
    bytesPerSecond: config.FEED_REPLAY_BYTES_PER_SECOND,
    records: config.FEED_REPLAY_EVENTS,
    bytes: config.FEED_REPLAY_BYTES,
  };
}

export const USUAL_REPLAY_LIMITS = replayLimitsOf(parseConfig(replayConfig, {}));
