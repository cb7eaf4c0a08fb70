// npm run tail: prints the ratings that the log takes.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openLog } from "@marquee/platform/engines/open-log.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { readTailOptions, TAIL_USAGE } from "./tail/tail-options.js";
import { tailRatings } from "./tail/tail-ratings.js";

await runMain(async (lifecycle) => {
  if (process.argv.includes("--help")) {
    process.stdout.write(`${TAIL_USAGE}\n`);
    process.exit(0);
  }
  const command = readTailOptions(process.argv.slice(2));
  // Whoever reads the output may have had enough (`| head`): that is no failure.
  process.stdout.on("error", () => void end(0));
  async function end(code: number): Promise<void> {
    const { clean } = await lifecycle.close();
    process.exit(clean ? code : 1);
  }
  const config = parseConfig(engineConfig, readEnvironment());
  const logger = createLogger({ level: "warn", service: "tail" });
  const signal = lifecycle.closing;
  const shared = { clock: systemClock, logger, metrics: createMetrics(), lifecycle, signal };
  const { log, where } = await openLog(config, { ...shared, topicSettings: TOPIC_SETTINGS });
  const tail = await tailRatings(command, {
    log,
    output: process.stdout,
    onUnreadable: ({ partition, position }, error) =>
      process.stderr.write(`Message ${position} of partition ${partition} is no rating: ${(error as Error).message}\n`),
    onError(error) {
      process.stderr.write(`${(error as Error).message}\n`);
      void end(1);
    },
  });
  lifecycle.onClose("tail", () => tail.close());
  process.stderr.write(`Ratings of ${where}, from the ${command.from}. Ctrl-C ends it.\n`);
});
