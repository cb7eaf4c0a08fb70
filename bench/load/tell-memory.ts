// Preloaded into a process that is measured: at its end it says the most memory that it had, in MiB, and its processor time.
import { writeSync } from "node:fs";
import { isMainThread } from "node:worker_threads";

if (isMainThread)
  process.on("exit", () => {
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const told = { maxMebibytes: Math.round(maxRSS / 1_024), cpuSeconds: (userCPUTime + systemCPUTime) / 1_000_000 };
    writeSync(3, JSON.stringify(told));
  });
