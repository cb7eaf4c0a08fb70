// npm run rebuild -- --into KEYSPACE: folds the log from its beginning into a new keyspace, while everything goes on serving.
import { parseArgs } from "node:util";
import { createProgressLine } from "@marquee/loaders/progress/progress-line.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { foldedKeyspace, openEngines, openKafka } from "@marquee/platform/engines/open-engines.js";
import { requireCluster } from "@marquee/platform/engines/require-cluster.js";
import { untilAvailable } from "@marquee/platform/engines/until-available.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { projectionConfig } from "./config/projection-config.js";
import { migrateFolded } from "./migrate.js";
import { openFoldStores } from "./open-all-stores.js";
import { rebuild } from "./rebuild/rebuild.js";
import { swapAdvice } from "./rebuild/swap-advice.js";
import { allProjectorPlans } from "./start-all-projectors.js";

const USAGE = `npm run rebuild -- --into KEYSPACE
    folds the log from its beginning into KEYSPACE, which is made where it is missing, and publishes nothing; with the
    environment of the processes that serve. Run again, it goes on where it was.`;

await runMain(async (lifecycle) => {
  const into = readArguments();
  const config = parseConfig({ ...engineConfig, ...projectionConfig }, readEnvironment());
  requireCluster(config, "Rebuilding beside what serves");
  const from = foldedKeyspace(config);
  if (into === from || into === config.CASSANDRA_KEYSPACE) {
    throw new AppError(
      "BAD_USER_INPUT",
      `Keyspace ${into} is in use: name another one, that need not exist.\n${USAGE}`,
    );
  }
  const logger = createLogger({ level: "warn", service: "rebuild" });
  lifecycle.logTo(logger);
  const signal = lifecycle.closing;
  const shared = { clock: systemClock, logger, metrics: createMetrics(), signal, topicSettings: TOPIC_SETTINGS };
  const serving = await openKafka(config, { ...shared, metrics: createMetrics() });
  lifecycle.onClose("event log of what serves", () => serving.close());
  const engines = await openEngines({ ...config, CASSANDRA_FOLDED_KEYSPACE: into }, { ...shared, lifecycle });
  const patient = { logger, signal };
  await untilAvailable("migrating", patient, () => migrateFolded(engines, patient));
  const { first, last } = allProjectorPlans(config, await openFoldStores(engines), shared);

  const progress = createProgressLine({ output: process.stderr, clock: systemClock, label: `Rebuilding into ${into}` });
  let folded = 0;
  let ended: () => void = () => {};
  // Whoever interrupts it waits until what is being folded is committed.
  const done = new Promise<void>((resolve) => {
    ended = resolve;
  });
  lifecycle.onClose("rebuild", () => done);
  const complete = await rebuild({
    rebuilt: engines.log,
    serving,
    stages: [first, last],
    logger,
    signal,
    onProgress(step) {
      folded = step.total;
      progress.update(step);
    },
  }).finally(() => {
    progress.end();
    ended();
  });
  process.stdout.write(complete ? swapAdvice({ from, into, folded }) : "Interrupted: run it again to go on.\n");
  const { clean } = await lifecycle.close();
  process.exit(clean && complete ? 0 : 1);
});

function readArguments(): string {
  try {
    const { into } = parseArgs({ options: { into: { type: "string" } } }).values;
    if (into !== undefined && /^[a-z][a-z0-9_]{0,47}$/.test(into)) return into;
  } catch (error) {
    throw new AppError("BAD_USER_INPUT", `${(error as Error).message}\n${USAGE}`);
  }
  throw new AppError("BAD_USER_INPUT", `Name the new keyspace: a-z, 0-9 and _, a letter first.\n${USAGE}`);
}
