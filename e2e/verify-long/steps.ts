// What the long form runs, one after the other. Each is an ordinary command of this tree, with larger numbers.

export interface Step {
  title: string;
  /** Arguments of vitest, or of `npm run chaos`. */
  run: { tool: "vitest" | "chaos" | "soak"; args: readonly string[] };
  env?: Readonly<Record<string, string>>;
  /** Engines that the step needs beside it, as `npm run engines -- start` is told. */
  engines?: readonly string[];
}

export interface StepOptions {
  chaosFor: string;
  kills: number;
  modelRuns: number;
  kafkaVersion: string;
  soakFor: string;
  soakListeners: string;
  soakRate: string;
}

const PATIENT = ["--testTimeout=3600000", "--hookTimeout=600000"];

export function longSteps(options: StepOptions): Step[] {
  const { chaosFor, kills, modelRuns, kafkaVersion, soakFor, soakListeners, soakRate } = options;
  return [
    {
      title: `Chaos: faults for ${chaosFor} on three Cassandra nodes and three brokers`,
      run: { tool: "chaos", args: ["--for", chaosFor] },
    },
    {
      title: "What clients see while nodes and brokers are gone (three of each, each killed in turn)",
      run: { tool: "vitest", args: ["--config", "e2e/chaos/vitest.config.ts"] },
      env: { MARQUEE_FAULTS: "each" },
    },
    {
      title: `Soak: ${soakListeners} listeners over two gateways for ${soakFor}, ${soakRate} ratings a second, every process restarted in turn`,
      run: { tool: "soak", args: ["--for", soakFor, "--listeners", soakListeners, "--rate", soakRate] },
      engines: ["--cassandra", "1", "--kafka", "1"],
    },
    {
      title: `The log's contract, groups, topics and lost answers on Kafka ${kafkaVersion}`,
      run: { tool: "vitest", args: ["--project", "engines", "platform/event-log"] },
      engines: ["--cassandra", "1", "--kafka", "1", "--kafka-version", kafkaVersion],
    },
    {
      title: `Embedded engines, killed with -9 ${kills} times`,
      run: {
        tool: "vitest",
        args: ["--project", "unit", "embedded-survives-kill-9", "sample-survives-kill-9", "resume-after", ...PATIENT],
      },
      env: { MARQUEE_E2E_KILLS: String(kills), MARQUEE_E2E_MISSED: "100000" },
    },
    {
      title: `Model checks of the folds, ${modelRuns} runs each`,
      run: { tool: "vitest", args: ["--project", "unit", ".model.test", "projection/rebuild.test", ...PATIENT] },
      env: { MODEL_RUNS: String(modelRuns) },
    },
  ];
}
