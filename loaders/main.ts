// npm run load -- [KIND] PATH…: brings a dataset into Marquee through the log.
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { describeFatal, runMain } from "@marquee/platform/service/run-main.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { endWithParent } from "./run/end-with-parent.js";
import { finishFirst } from "./run/finish-first.js";
import { parseLoadArguments, USAGE } from "./run/load-arguments.js";
import { createLoadOutput } from "./run/load-output.js";
import { total } from "./run/run-counts.js";
import { runLoad } from "./run/run-load.js";
import { runWithdraw } from "./withdraw/run-withdraw.js";

/** What is under way is small; a busy disk or cluster may take its time. */
const STOPPING_MS = 60_000;

const EXIT = { accepted: 0, usage: 2, rejects: 3, interrupted: 130 } as const;

endWithParent();
await runMain(load, { interruptedCode: EXIT.interrupted, deadlineMs: STOPPING_MS });

async function load(lifecycle: Lifecycle): Promise<void> {
  // Registered first, waited for last: whoever interrupts it hears how to go on.
  const code = await finishFirst(lifecycle, "report", async () => {
    try {
      return await run(process.argv.slice(2), lifecycle);
    } catch (error) {
      if (!(error instanceof AppError && error.code === "BAD_USER_INPUT")) throw error;
      process.stderr.write(`${describeFatal(error)}\n`);
      return EXIT.usage;
    }
  });
  // Interrupted, it ends by itself when everything is closed.
  if (lifecycle.closing.aborted) return;
  const { clean } = await lifecycle.close();
  process.exit(clean ? code : 1);
}

async function run(argv: readonly string[], lifecycle: Lifecycle): Promise<number> {
  const args = parseLoadArguments(argv);
  if (args === null) {
    process.stdout.write(USAGE);
    return EXIT.accepted;
  }
  const config = parseConfig(engineConfig, readEnvironment());
  const logger = createLogger({ level: "warn", service: "load" });
  lifecycle.logTo(logger);
  const output = createLoadOutput({ json: args.json, out: process.stdout, err: process.stderr, clock: systemClock });
  const again = `npm run load -- ${argv.map(shellWord).join(" ")}`;
  const parts = {
    clock: systemClock,
    logger,
    metrics: createMetrics(),
    lifecycle,
    signal: lifecycle.closing,
    topicSettings: TOPIC_SETTINGS,
  };
  try {
    if (args.withdraw !== undefined) {
      output.withdrawn(await runWithdraw(config, args.withdraw, { ...parts, onProgress: output.withdrawing }), again);
      return EXIT.accepted;
    }
    const loaded = await runLoad(config, args, { ...parts, onProgress: output.progress, onStage: output.stage });
    output.end(loaded, again);
    return total(loaded.report.counts.rejected) > 0 ? EXIT.rejects : EXIT.accepted;
  } catch (error) {
    const wrongUse = error instanceof AppError && error.code === "BAD_USER_INPUT";
    if (!wrongUse) output.failed(again);
    throw error;
  }
}

function shellWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
