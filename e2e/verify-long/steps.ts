// What the long form runs, one after the other. Each is an ordinary command of this tree, with larger numbers.

export interface Step {
  /** By which it is chosen and reported: lower case, no spaces. */
  name: string;
  title: string;
  /** Arguments of vitest, or of `npm run chaos`. */
  run: { tool: "vitest" | "chaos" | "soak"; args: readonly string[] };
  env?: Readonly<Record<string, string>>;
  /** Engines that the step needs beside it, as `npm run engines -- start` is told. */
  engines?: readonly string[];
  /** Where it is not the usual one. */
  kafkaVersion?: string;
}

export interface StepSizes {
  "chaos-for": string;
  kills: string;
  missed: string;
  "model-runs": string;
  "soak-for": string;
  "soak-listeners": string;
  "soak-rate": string;
  "kafka-version": string;
}

const PATIENT = ["--testTimeout=3600000", "--hookTimeout=600000"];
const ONE_OF_EACH = ["--cassandra", "1", "--kafka", "1"];

export function longSteps(sizes: StepSizes): Step[] {
  const { kills, missed } = sizes;
  return [
    {
      name: "chaos",
      title: `faults for ${sizes["chaos-for"]} on three Cassandra nodes and three brokers`,
      run: { tool: "chaos", args: ["--for", sizes["chaos-for"]] },
    },
    {
      name: "faults",
      title: "what clients see while nodes and brokers are gone (three of each, each killed in turn)",
      run: { tool: "vitest", args: ["--config", "e2e/chaos/vitest.config.ts"] },
      env: { MARQUEE_FAULTS: "each" },
    },
    {
      name: "soak",
      title: `${sizes["soak-listeners"]} listeners over two gateways for ${sizes["soak-for"]}, ${sizes["soak-rate"]} ratings a second asked for, every process restarted in turn`,
      run: {
        tool: "soak",
        args: ["--for", sizes["soak-for"], "--listeners", sizes["soak-listeners"], "--rate", sizes["soak-rate"]],
      },
      engines: ONE_OF_EACH,
    },
    {
      name: "other-kafka",
      title: `the log's contract, groups, topics and lost answers on Kafka ${sizes["kafka-version"]}`,
      run: { tool: "vitest", args: ["--project", "engines", "platform/event-log"] },
      engines: [...ONE_OF_EACH, "--kafka-version", sizes["kafka-version"]],
      kafkaVersion: sizes["kafka-version"],
    },
    {
      name: "kills",
      title: `embedded engines and loads killed with -9 ${kills} times in each story, ${missed} events missed`,
      run: {
        tool: "vitest",
        args: ["--project", "unit", "survives-kill-9", "resume-after", "kill-load", ...PATIENT],
      },
      env: { MARQUEE_E2E_KILLS: kills, MARQUEE_E2E_MISSED: missed },
    },
    {
      name: "models",
      title: `model checks of the folds, ${sizes["model-runs"]} runs each`,
      run: {
        tool: "vitest",
        args: ["--project", "unit", ".model.test", "movie-ranking", "projection/rebuild.test", ...PATIENT],
      },
      env: { MODEL_RUNS: sizes["model-runs"] },
    },
  ];
}
