// Fails where `docker compose config` would refuse docker-compose.yml, and where it breaks one of our own rules. Needs Go the first time.
import { existsSync, readFileSync } from "node:fs";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { BREAKAGES } from "./compose/broken-compose.js";
import { COMPOSE_RULES } from "./compose/compose-rules.js";
import { type ComposeOutcome, loadCompose } from "./compose/load-compose.js";
import { scrapedPorts } from "./compose/scraped-ports.js";
import { secretFindings } from "./compose/secret-findings.js";
import { VERSIONS } from "./engines/versions.js";

const REQUIRED = ["CURSOR_KEYS", "GATEWAY_SECRETS", "JWT_KEYS"];
const ENGINES = ["cassandra", "kafka"];
const OBSERVERS = ["prometheus", "grafana"];
const PROFILES: Readonly<Record<string, readonly string[]>> = {
  engines: ENGINES,
  app: [...ENGINES, "migrate", "projector", "movies", "reviews", "ratings", "accounts", "gateway", ...OBSERVERS],
  observe: OBSERVERS,
};

const text = readFileSync("docker-compose.yml", "utf8");
const environment = Object.fromEntries(REQUIRED.map((name) => [name, "given"]));
const without = (name: string) => Object.fromEntries(Object.entries(environment).filter(([key]) => key !== name));
const profiles = Object.keys(PROFILES);

const cases = [
  { text, environment, profiles },
  ...profiles.map((profile) => ({ text, environment, profiles: [profile] })),
  { text, environment, profiles: [] },
  ...REQUIRED.map((name) => ({ text, environment: without(name), profiles })),
  ...BREAKAGES.map(({ breakIt }) => ({ text: breakIt(text), environment, profiles: ["app"] })),
];

try {
  const outcomes = loadCompose(cases, process.env);
  const take = (count: number) => outcomes.splice(0, count);
  const faults = [
    ...take(1).flatMap(ruleFaults),
    ...take(profiles.length).flatMap((outcome, index) => serviceFaults(outcome, profiles[index] ?? "")),
    ...take(1).flatMap((outcome) => serviceFaults(outcome, "")),
    ...take(REQUIRED.length).flatMap((outcome, index) =>
      outcome.error?.includes(`required variable ${REQUIRED[index]} is missing`)
        ? []
        : [`${REQUIRED[index]} has a default`],
    ),
    ...take(BREAKAGES.length).flatMap((outcome, index) => breakageFaults(outcome, index)),
    ...secretFindings(text),
  ];
  if (faults.length > 0) fail(["docker-compose.yml:", ...faults].join("\n  "));
  console.log(
    `compose: ${PROFILES.app?.length} services, ${Object.keys(COMPOSE_RULES).length} rules; ${BREAKAGES.length} broken files refused`,
  );
} catch (error) {
  if (error instanceof AppError) fail(error.message);
  throw error;
}

function ruleFaults({ project, error }: ComposeOutcome): string[] {
  if (project === undefined) return [error];
  const facts = {
    variables: new Set([...readFileSync(".env.example", "utf8").matchAll(/^# (\w+)=/gm)].map(([, name = ""]) => name)),
    version: (JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version,
    tags: { cassandra: VERSIONS.cassandra, "apache/kafka": VERSIONS.kafka[0] },
    fileExists: existsSync,
    scraped: scrapedPorts(readFileSync("deploy/observe/prometheus.yml", "utf8")),
  };
  return Object.entries(COMPOSE_RULES).flatMap(([rule, findIn]) =>
    findIn(project, facts).map((finding) => `${finding} (${rule})`),
  );
}

function serviceFaults({ project, error }: ComposeOutcome, profile: string): string[] {
  const label = profile === "" ? "without a profile" : `profile ${profile}`;
  if (project === undefined) return [`${label}: ${error}`];
  const found = Object.keys(project.services ?? {})
    .sort()
    .join(", ");
  const wanted = [...(PROFILES[profile] ?? [])].sort().join(", ");
  return found === wanted ? [] : [`${label} starts ${found || "nothing"}, not ${wanted || "nothing"}`];
}

function breakageFaults({ error }: ComposeOutcome, index: number): string[] {
  const { what, breakIt } = BREAKAGES[index] ?? { what: "?", breakIt: (same: string) => same };
  if (breakIt(text) === text) return [`tools/compose/broken-compose.ts: ${what}: no longer fits the file`];
  return error === undefined ? [`the check is blind: ${what} was taken`] : [];
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
