import { accountProjectorPlans } from "@marquee/accounts/projectors.js";
import { openTitleIndex } from "@marquee/loaders/streams/open-title-index.js";
import { startOutsideStreams } from "@marquee/loaders/streams/start-outside-streams.js";
import { startLeaderboardWorker } from "@marquee/movies/leaderboard/start-leaderboard-worker.js";
import { moviesProjectorPlans } from "@marquee/movies/projectors.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import type { Engines } from "@marquee/platform/engines/engines.js";
import { untilAvailable } from "@marquee/platform/engines/until-available.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import { type ProjectorPlan, startProjectors } from "@marquee/platform/projection/start-projectors.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import { ratingProjectorPlans } from "@marquee/ratings/projectors.js";
import { reviewProjectorPlans } from "@marquee/reviews/projectors.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { ProjectionConfig } from "./config/projection-config.js";
import type { StreamsConfig } from "./config/streams-config.js";
import type { FoldStores } from "./open-all-stores.js";

export interface AllProjectors {
  /** Resolves when every table holds what is in the log now. */
  caughtUp(): Promise<void>;
}

/** What every subgraph has folded; `last` is caught up only when `first` is. */
export function allProjectorPlans(
  config: ProjectionConfig,
  stores: FoldStores,
  { clock, logger }: { clock: Clock; logger: Logger },
): { first: ProjectorPlan[]; last: ProjectorPlan[] } {
  const options = { clock, logger, feedRetentionMs: config.FEED_RETENTION_HOURS * 60 * 60 * 1000 };
  return {
    first: [
      ...accountProjectorPlans(stores.accounts),
      ...reviewProjectorPlans(stores.reviews, options),
      ...ratingProjectorPlans(stores.ratings, options),
    ],
    // Ranks movies by what the ratings made of it.
    last: moviesProjectorPlans(stores.movies),
  };
}

/** Every projector as a member of its group, and a worker for the leaderboard where one makes it for all. */
export async function startAllProjectors(
  config: ProjectionConfig & StreamsConfig & Pick<EngineConfig, "EVENT_LOG">,
  engines: Engines,
  stores: FoldStores,
  parts: { clock: Clock; logger: Logger; metrics: Metrics; lifecycle: Lifecycle },
): Promise<AllProjectors> {
  const { logger, metrics, lifecycle } = parts;
  const start = async (plans: readonly ProjectorPlan[]) => {
    const { log } = engines;
    const patient = { logger, signal: lifecycle.closing };
    const projectors = await untilAvailable("the projectors", patient, () =>
      startProjectors({ log, plans, deadLettersTopic: TOPICS.deadLetters, logger, metrics }),
    );
    lifecycle.onClose("projectors", () => projectors.close());
    return projectors;
  };
  const plans = allProjectorPlans(config, stores, parts);
  const first = await start(plans.first);
  const last = await start(plans.last);
  const ranked = await startLeaderboard(engines, stores, parts);
  await startStreams(config, engines, parts);
  return {
    async caughtUp() {
      await first.caughtUp();
      await last.caughtUp();
      await ranked?.caughtUp();
    },
  };
}

/** What others write into topics of theirs becomes events of ours. */
async function startStreams(
  config: StreamsConfig & Pick<EngineConfig, "EVENT_LOG">,
  { log, store }: Engines,
  { lifecycle, ...shared }: { clock: Clock; logger: Logger; metrics: Metrics; lifecycle: Lifecycle },
): Promise<void> {
  if ((config.OUTSIDE_STREAMS ?? (config.EVENT_LOG === "embedded" ? "on" : "off")) === "off") return;
  const patient = { logger: shared.logger, signal: lifecycle.closing };
  const streams = await untilAvailable("the streams from outside", patient, async () =>
    startOutsideStreams({ ...shared, log, index: await openTitleIndex(store) }),
  );
  lifecycle.onClose("streams from outside", () => streams.close());
}

async function startLeaderboard(
  { log }: Engines,
  { movies: { boards } }: FoldStores,
  { logger, lifecycle }: { logger: Logger; lifecycle: Lifecycle },
) {
  if (boards === undefined) return undefined;
  const worker = await startLeaderboardWorker({ ...boards, log, logger });
  lifecycle.onClose("leaderboard worker", () => worker.close());
  return worker;
}
