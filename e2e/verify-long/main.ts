// npm run verify:long: the long form of chaos, faults, kills and model checks; what came of it goes to e2e/VERIFY.md.
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { VERSIONS } from "@marquee/tools/engines/versions.js";
import { hasPassed, readReport, sectionOf, writeReport } from "./report.js";
import { runStep } from "./run-step.js";
import { longSteps } from "./steps.js";

const options = {
  rest: { type: "boolean", default: false },
  "chaos-for": { type: "string", default: "300s" },
  kills: { type: "string", default: "40" },
  missed: { type: "string", default: "100000" },
  "model-runs": { type: "string", default: "20000" },
  "soak-for": { type: "string", default: "180s" },
  "soak-listeners": { type: "string", default: "1000" },
  "soak-rate": { type: "string", default: "200" },
  "kafka-version": { type: "string", default: "3.9.1" },
  report: { type: "string", default: fileURLToPath(new URL("../VERIFY.md", import.meta.url)) },
} as const;

const USAGE = `npm run verify:long -- [STEP...] [--rest] [--report FILE] [--chaos-for 300s] [--kills 40] ...
  STEP      which to run, all of them unless named; the report keeps what it has of the others
  --rest    those that the report has not as passed
  sizes     ${Object.keys(options)
    .filter((name) => name !== "rest" && name !== "report")
    .map((name) => `--${name}`)
    .join(" ")}`;

const { values, steps } = readArguments();
const sections = await readReport(values.report);
const todo = values.rest ? steps.chosen.filter(({ name }) => !hasPassed(sections.get(name))) : steps.chosen;
const order = steps.all.map(({ name }) => name);

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());

let failed = 0;
for (const step of todo) {
  process.stdout.write(`\n== ${step.name}: ${step.title}\n`);
  const result = await runStep(step, interrupted.signal);
  if (interrupted.signal.aborted) break;
  if (!result.passed) failed += 1;
  sections.set(step.name, sectionOf(step, result, { date: new Date(), machine: machineOf(step.kafkaVersion) }));
  // After every step: a run that is cut short has told what it knows.
  await writeReport(values.report, sections, order);
}
if (interrupted.signal.aborted) process.stdout.write("\nInterrupted; --rest goes on.\n");
else process.stdout.write(`\n${todo.length - failed} steps passed, ${failed} failed; see ${values.report}\n`);
process.exitCode = failed > 0 || interrupted.signal.aborted ? 1 : 0;

function machineOf(kafka: string = VERSIONS.kafka[0]): string {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${machine}; Node ${process.version}, Cassandra ${VERSIONS.cassandra}, Kafka ${kafka}`;
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const all = longSteps(values);
    const unknown = positionals.filter((name) => !all.some((step) => step.name === name));
    const names = all.map(({ name }) => name).join(", ");
    if (unknown.length > 0) throw new Error(`There is no step ${unknown.join(", ")}; there are ${names}.`);
    const chosen = positionals.length === 0 ? all : all.filter(({ name }) => positionals.includes(name));
    return { values, steps: { all, chosen } };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    return process.exit(2);
  }
}
