import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { MAX_NODES } from "./engine-name.js";
import type { SetChoice } from "./known-sets.js";
import { PORTS_PER_SET } from "./set-plan.js";
import type { SetRequest } from "./set-request.js";
import { VERSIONS } from "./versions.js";

export const USAGE = `Real Cassandra and Kafka on this machine, for development, tests and benchmarks.

npm run engines -- start    starts a set, and waits until it serves
  --cassandra N             nodes, 0 to ${MAX_NODES}; 1 when left out
  --kafka N                 brokers, 0 to ${MAX_NODES}; 1 when left out
  --kafka-version VERSION   ${VERSIONS.kafka.join(" or ")}; the first when left out
  --dir FOLDER              keep the data there, beyond stop; without it data is temporary
  --name NAME               more than one set side by side; "default" when left out
  --port-base PORT          the first of ${PORTS_PER_SET} ports; free ones are chosen when left out
  --cassandra-heap MB, --kafka-heap MB
npm run engines -- stop     [--name NAME] [--dir FOLDER] [--keep]   --keep: keep temporary data for the next start
npm run engines -- status   [--name NAME] [--dir FOLDER]            all sets when none is named
npm run -s engines -- env   [--name NAME] [--dir FOLDER]            for: env $(npm run -s engines -- env) npm start`;

export type Command =
  | { command: "help" }
  | { command: "start"; choice: SetChoice; request: Omit<SetRequest, "name" | "dir" | "temporary"> }
  | { command: "stop"; choice: SetChoice; keep: boolean }
  | { command: "status" | "env"; choice: SetChoice };

const SET_OPTIONS = {
  name: { type: "string" },
  dir: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

const OPTIONS = {
  start: {
    ...SET_OPTIONS,
    cassandra: { type: "string" },
    kafka: { type: "string" },
    opensearch: { type: "string" },
    "kafka-version": { type: "string" },
    "port-base": { type: "string" },
    "cassandra-heap": { type: "string" },
    "kafka-heap": { type: "string" },
  },
  stop: { ...SET_OPTIONS, keep: { type: "boolean" } },
  status: SET_OPTIONS,
  env: SET_OPTIONS,
} as const;

/** Throws CONFIG_INVALID with what is wrong. */
export function parseCommand(args: readonly string[]): Command {
  const [command = "help", ...rest] = args;
  if (["help", "--help", "-h"].includes(command)) return { command: "help" };
  switch (command) {
    case "start":
      return parseStart(rest);
    case "stop": {
      const values = parse(rest, OPTIONS.stop);
      return values.help ? { command: "help" } : { command, choice: setChoice(values), keep: values.keep ?? false };
    }
    case "status":
    case "env": {
      const values = parse(rest, OPTIONS[command]);
      return values.help ? { command: "help" } : { command, choice: setChoice(values) };
    }
    default:
      throw new AppError("CONFIG_INVALID", `There is no command "${command}"; there are start, stop, status and env.`);
  }
}

function parseStart(args: readonly string[]): Command {
  const values = parse(args, OPTIONS.start);
  if (values.help) return { command: "help" };
  if (values.opensearch !== undefined) {
    throw new AppError("CONFIG_INVALID", "--opensearch is not available yet: searches run on the embedded index.");
  }
  const counts = {
    cassandra: wholeNumber("cassandra", values.cassandra, 0, MAX_NODES),
    kafka: wholeNumber("kafka", values.kafka, 0, MAX_NODES),
  };
  if (counts.cassandra === 0 && counts.kafka === 0) throw new AppError("CONFIG_INVALID", "That would start nothing.");
  return {
    command: "start",
    choice: setChoice(values),
    request: {
      counts,
      heapMb: {
        cassandra: wholeNumber("cassandra-heap", values["cassandra-heap"], 256, 65_536),
        kafka: wholeNumber("kafka-heap", values["kafka-heap"], 128, 65_536),
      },
      kafkaVersion: kafkaVersion(values["kafka-version"]),
      portBase: wholeNumber("port-base", values["port-base"], 1024, 65_535 - PORTS_PER_SET),
    },
  };
}

function parse<Options extends NonNullable<Parameters<typeof parseArgs>[0]>["options"]>(
  args: readonly string[],
  options: Options,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (cause) {
    throw new AppError("CONFIG_INVALID", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function setChoice({ name, dir }: SetChoice): SetChoice {
  if (name !== undefined && !/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/.test(name)) {
    throw new AppError("CONFIG_INVALID", "--name: expected up to 40 letters, digits and dashes.");
  }
  // Both would be taken apart: Java's class path at colons, Kafka's list of folders at commas.
  if (dir !== undefined && (dir === "" || /[,:\n]/.test(dir))) {
    throw new AppError("CONFIG_INVALID", "--dir: expected a folder without commas and colons in its name.");
  }
  return { name, dir: dir === undefined ? undefined : resolve(dir) };
}

function wholeNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  throw new AppError("CONFIG_INVALID", `--${name}: expected a whole number from ${least} to ${most}, not "${text}".`);
}

function kafkaVersion(text: string | undefined) {
  const version = VERSIONS.kafka.find((known) => known === text);
  if (text === undefined || version !== undefined) return version;
  throw new AppError("CONFIG_INVALID", `--kafka-version: expected ${VERSIONS.kafka.join(" or ")}, not "${text}".`);
}
