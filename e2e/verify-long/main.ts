// npm run verify:long: the long form of chaos, faults, kills and model checks; what came of it goes to e2e/VERIFY.md.
import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runStep, type StepResult } from "./run-step.js";
import { longSteps } from "./steps.js";

const { values } = parseArgs({
  options: {
    "chaos-for": { type: "string", default: "300s" },
    kills: { type: "string", default: "40" },
    "model-runs": { type: "string", default: "20000" },
    "soak-for": { type: "string", default: "180s" },
    "soak-listeners": { type: "string", default: "1000" },
    "soak-rate": { type: "string", default: "200" },
    "kafka-version": { type: "string", default: "3.9.1" },
    report: { type: "string", default: fileURLToPath(new URL("../VERIFY.md", import.meta.url)) },
  },
});

const steps = longSteps({
  chaosFor: values["chaos-for"],
  kills: Number(values.kills),
  modelRuns: Number(values["model-runs"]),
  kafkaVersion: values["kafka-version"],
  soakFor: values["soak-for"],
  soakListeners: values["soak-listeners"],
  soakRate: values["soak-rate"],
});
const results: StepResult[] = [];
for (const step of steps) {
  process.stdout.write(`\n== ${step.title}\n`);
  results.push(await runStep(step));
  // After every step: a run that is cut short has told what it knows.
  await writeFile(values.report, reportOf(results, steps.length));
}
const failed = results.filter(({ passed }) => !passed).length;
process.stdout.write(`\n${results.length - failed} steps passed, ${failed} failed; see ${values.report}\n`);
process.exitCode = failed === 0 ? 0 : 1;

function reportOf(done: readonly StepResult[], of: number): string {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
  const head = `# What the long form found\n\nWritten by \`npm run verify:long\` on ${new Date().toISOString().slice(0, 10)} (${machine}); ${done.length} of ${of} steps.\n`;
  return [
    head,
    ...done.map(({ title, passed, tookS, figures }) => {
      return `## ${title}\n\n**${passed ? "Passed" : "FAILED"}** in ${tookS.toFixed(0)} s.\n\n${figures}`;
    }),
  ].join("\n");
}
