// npm run simulate: simulated ratings into the log, or into the topic from outside.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openLog } from "@marquee/platform/engines/open-log.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { TOPIC_SETTINGS, TOPICS } from "@marquee/schema/events/topics.js";
import { finishFirst } from "./run/finish-first.js";
import { seededRandom } from "./sample/synthetic/seeded-random.js";
import { findMovies, pickMovies } from "./simulate/pick-movies.js";
import { readTitleColumn } from "./simulate/read-title-column.js";
import { runSimulation } from "./simulate/run-simulation.js";
import { readSimulateOptions, SIMULATE_USAGE, type SimulateOptions } from "./simulate/simulate-options.js";
import {
  type RatingMaker,
  ratingEvents,
  type SimulatedParts,
  simulatedProfiles,
  wireMessages,
} from "./simulate/simulated-messages.js";
import { simulatedNames } from "./simulate/simulated-people.js";
import { streamTitle } from "./streams/title-index.js";

const MOVIES = 1_000;
/** Above that a line for each rating is more than anybody reads. */
const LINES_PER_SECOND = 10;

await runMain(async (lifecycle) => {
  if (process.argv.includes("--help")) {
    process.stdout.write(`${SIMULATE_USAGE}\n`);
    process.exit(0);
  }
  const options = readSimulateOptions(process.argv.slice(2));
  const config = parseConfig(engineConfig, readEnvironment());
  const logger = createLogger({ level: "warn", service: "simulate" });
  const signal = lifecycle.closing;
  const shared = { clock: systemClock, logger, metrics: createMetrics(), lifecycle, signal };
  const { log, where } = await openLog(config, { ...shared, topicSettings: TOPIC_SETTINGS });
  const random = seededRandom(options.seed, "simulate");
  const parts = { clock: systemClock, random, names: simulatedNames(random, options.users) };
  const maker = await createMaker(log, options, parts);
  const quiet = "perSecond" in options.pace && options.pace.perSecond > LINES_PER_SECOND;
  const startedAt = performance.now();
  process.stderr.write(`Simulated ratings go into ${maker.topic} (${where}).${quiet ? "" : " Ctrl-C ends it."}\n`);
  // What is on its way is acknowledged before the log is closed.
  const sent = await finishFirst(lifecycle, "simulation", () =>
    runSimulation(options, {
      log,
      maker,
      random,
      signal,
      onSent(ratings) {
        if (quiet) return;
        for (const { name, title, score } of ratings) process.stdout.write(`${name} gives ${title} ${score} of 10\n`);
      },
      onRefused: (error) => process.stderr.write(`${error.code}: ${error.message} Trying again.\n`),
    }),
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  process.stderr.write(`${sent} ratings in ${seconds.toFixed(1)} s (${(sent / seconds).toFixed(1)}/s).\n`);
  const { clean } = await lifecycle.close();
  process.exit(clean ? 0 : 1);
});

async function createMaker(log: EventLog, options: SimulateOptions, parts: SimulatedParts): Promise<RatingMaker> {
  const titles = options.titles === null ? null : await readTitleColumn(options.titles);
  if (options.wire && titles !== null) return wireMessages(parts, titles);
  const movies =
    titles === null
      ? await pickMovies(log, { seed: options.seed, count: MOVIES })
      : await findMovies(log, titles, streamTitle);
  if (movies.length === 0) {
    const which = titles === null ? "no movies" : `none of the ${titles.length} titles of ${options.titles}`;
    throw new AppError("BAD_USER_INPUT", `The catalogue has ${which} yet: load some first (npm run load -- --help).`);
  }
  if (titles !== null && movies.length < titles.length) {
    process.stderr.write(`${titles.length - movies.length} of ${titles.length} titles are not in the catalogue.\n`);
  }
  if (options.wire) {
    return wireMessages(
      parts,
      movies.map(({ facts }) => facts.title),
    );
  }
  const profiles = simulatedProfiles(parts.names, parts.clock.now());
  for (let at = 0; at < profiles.length; at += 500) await log.append(TOPICS.users, profiles.slice(at, at + 500));
  return ratingEvents(parts, movies);
}
