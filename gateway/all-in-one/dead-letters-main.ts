// npm run dead-letters -- list [--topic T] [--reason R] [--all] | replay [--topic T] [--reason R]
import { parseArgs } from "node:util";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { openLog } from "@marquee/platform/engines/open-log.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { listDeadLetters } from "./dead-letters/list-dead-letters.js";
import { replayDeadLetters } from "./dead-letters/replay-dead-letters.js";

const USAGE = `npm run dead-letters -- list [--topic TOPIC] [--reason UNREADABLE|UNKNOWN_TITLE|MISSING_USER] [--all]
    prints one JSON object a line; --all: those that were replayed too
npm run dead-letters -- replay [--topic TOPIC] [--reason UNREADABLE|UNKNOWN_TITLE|MISSING_USER]
    appends each to its topic once more`;

await runMain(async (lifecycle) => {
  const { command, ...filter } = readArguments();
  const config = parseConfig(engineConfig, readEnvironment());
  const logger = createLogger({ level: "warn", service: "dead-letters" });
  const signal = lifecycle.closing;
  const parts = {
    clock: systemClock,
    logger,
    metrics: createMetrics(),
    lifecycle,
    signal,
    topicSettings: TOPIC_SETTINGS,
  };
  const { log } = await openLog(config, parts);
  if (command === "list") {
    await listDeadLetters(log, filter, (letter) => void process.stdout.write(`${JSON.stringify(letter)}\n`));
  } else {
    const count = await replayDeadLetters(log, filter, ({ source }) => {
      process.stdout.write(`${source.topic} ${source.partition} ${source.position}\n`);
    });
    process.stderr.write(`${count} replayed.\n`);
  }
  const { clean } = await lifecycle.close();
  process.exit(clean ? 0 : 1);
});

function readArguments() {
  const options = { topic: { type: "string" }, reason: { type: "string" }, all: { type: "boolean" } } as const;
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [command, ...more] = positionals;
    if ((command === "list" || command === "replay") && more.length === 0) return { ...values, command };
  } catch (error) {
    throw new AppError("BAD_USER_INPUT", `${(error as Error).message}\n${USAGE}`);
  }
  throw new AppError("BAD_USER_INPUT", `Say list or replay.\n${USAGE}`);
}
