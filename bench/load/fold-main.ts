// Folds what is in the ratings' log of DATA_DIR, as a start of Marquee does, and says how long that took.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { startProjectors } from "@marquee/platform/projection/start-projectors.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { ratingProjectorPlans } from "@marquee/ratings/projectors.js";
import { openRatingStores } from "@marquee/ratings/store/open-rating-stores.js";
import { TOPICS } from "@marquee/schema/events/topics.js";

const lifecycle = createLifecycle();
const shared = {
  clock: systemClock,
  logger: createLogger({ level: "warn", service: "fold" }),
  metrics: createMetrics(),
};
const { log, store } = await openEngines(parseConfig(engineConfig, process.env), {
  ...shared,
  lifecycle,
  signal: lifecycle.closing,
});
const stores = await openRatingStores(store);
const startedAt = performance.now();
const projectors = await startProjectors({
  ...shared,
  log,
  plans: ratingProjectorPlans(stores, shared),
  deadLettersTopic: TOPICS.deadLetters,
});
await projectors.caughtUp();
const seconds = (performance.now() - startedAt) / 1_000;
await projectors.close();
await lifecycle.close();
const { userCPUTime, systemCPUTime } = process.resourceUsage();
console.log(JSON.stringify({ seconds, cpuSeconds: (userCPUTime + systemCPUTime) / 1_000_000 }));
