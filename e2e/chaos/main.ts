// npm run chaos: faults on real engines, and then every promise checked. Exits with 1 when one was not kept.
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { describeChaos } from "./chaos-report.js";
import { openCluster } from "./cluster.js";
import { runChaos } from "./run-chaos.js";

const USAGE = `npm run chaos -- [--for 180s] [--short] [--seed N] [--report FILE] [--keep FOLDER]
  --for     how long faults go on; 180s unless said otherwise
  --short   60 s of faults
  --seed    which faults, and when; printed, so that a run can be repeated
  --report  a file to write the figures and findings to, as Markdown
  --keep    where engines and processes keep data and logs, which stay; otherwise a temporary folder`;

const SHORT_MS = 60_000;

try {
  const { seed, faultsMs, report: file, dir } = readArguments();
  const startedAt = performance.now();
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  say(`seed ${seed}, ${faultsMs / 1000} s of faults`);
  const cluster = await openCluster({ say, dir });
  process.once("SIGINT", () => void cluster.close().finally(() => process.exit(130)));
  const report = await runChaos({ cluster, faultsMs, seed, say }).finally(() => cluster.close());
  const text = describeChaos(report);
  say(`\n${text}\nAll in all ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  if (file !== undefined) await writeFile(file, `# Chaos\n\n${text}`);
  process.exitCode = report.findings.length === 0 ? 0 : 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}

function readArguments() {
  const options = {
    for: { type: "string", default: "180s" },
    short: { type: "boolean", default: false },
    seed: { type: "string", default: String(Date.now() % 100_000) },
    report: { type: "string" },
    keep: { type: "string" },
  } as const;
  try {
    const { values } = parseArgs({ options });
    const [, amount, unit] = /^(\d+)(s|m)$/.exec(values.for) ?? [];
    if (amount === undefined || !/^\d{1,9}$/.test(values.seed))
      throw new Error("A time is like 180s or 5m, a seed a number.");
    const faultsMs = values.short ? SHORT_MS : Number(amount) * (unit === "m" ? 60_000 : 1_000);
    return { faultsMs, seed: Number(values.seed), report: values.report, dir: values.keep };
  } catch (error) {
    throw new Error(`${(error as Error).message}\n${USAGE}`);
  }
}
