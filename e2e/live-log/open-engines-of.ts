import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import type { Engines } from "@marquee/platform/engines/engines.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";

/** The engines that processes were given by `env`, in this process; with embedded ones none of those may be running. */
export async function openEnginesOf(
  env: Readonly<Record<string, string>>,
): Promise<{ engines: Engines; close(): Promise<void> }> {
  const lifecycle = createLifecycle();
  const engines = await openEngines(parseConfig(engineConfig, env), {
    clock: systemClock,
    logger: silentLogger,
    metrics: createMetrics(),
    lifecycle,
    signal: lifecycle.closing,
    topicSettings: TOPIC_SETTINGS,
  });
  return { engines, close: async () => void (await lifecycle.close()) };
}
