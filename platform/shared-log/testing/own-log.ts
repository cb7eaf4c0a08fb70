/** Run as a process of its own: owns the folder named and shares its log; with "deaf", one that takes appends and never says so. */
import { systemClock } from "../../clock/clock.js";
import { lockDataDir } from "../../data-dir/lock-data-dir.js";
import { openLogOfDataDir } from "../../engines/open-log-of-data-dir.js";
import type { EventLog } from "../../event-log/event-log.js";
import { silentLogger } from "../../logger/logger.js";
import { serveSharedLog } from "../serve-shared-log.js";

const [dataDir = "", deaf] = process.argv.slice(2);
process.once("disconnect", () => process.exit());

if (deaf === undefined) {
  await openLogOfDataDir({ dataDir, partitions: 2, clock: systemClock, logger: silentLogger });
} else {
  await lockDataDir(dataDir);
  const append = () => {
    process.send?.("taken");
    return new Promise<never>(() => {});
  };
  await serveSharedLog({ dataDir, log: { append } as unknown as EventLog });
}
process.send?.("owned");
