import { readFileSync } from "node:fs";
import { expect, it, test } from "vitest";
import type { ComposeProject, ComposeService } from "./compose-project.js";
import { COMPOSE_RULES, type ComposeFacts } from "./compose-rules.js";
import { scrapedPorts } from "./scraped-ports.js";
import { secretFindings } from "./secret-findings.js";

const facts: ComposeFacts = {
  variables: new Set(["PORT"]),
  version: "0.1.0",
  tags: { cassandra: "5.0.5" },
  fileExists: (path) => path === "gateway/main.ts",
  scraped: { gateway: 4000 },
};

const good: ComposeService = {
  image: "marquee:0.1.0",
  command: ["gateway/dist/main.js"],
  environment: { PORT: "4000" },
  healthcheck: { test: ["CMD", "node", "probe.mjs", "http://127.0.0.1:4000/healthz/ready"] },
  ports: [{ host_ip: "127.0.0.1", published: "4000", target: 4000 }],
  depends_on: { other: { condition: "service_healthy" } },
  read_only: true,
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
  logging: {},
  deploy: { resources: { limits: { memory: "1", cpus: 1, pids: 1 } } },
};

function findings(change: ComposeService): string[] {
  const project: ComposeProject = { services: { gateway: { ...good, ...change } } };
  return Object.values(COMPOSE_RULES).flatMap((findIn) => findIn(project, facts));
}

it("finds nothing wrong with a good service", () => expect(findings({})).toEqual([]));

it("lets a one-shot go unwatched", () => {
  expect(findings({ healthcheck: {}, restart: "no" })).toEqual([]);
});

test.each<[string, ComposeService, RegExp]>([
  ["latest", { image: "cassandra:latest" }, /not pinned/],
  ["no tag", { image: "cassandra" }, /not pinned/],
  ["half a version", { image: "cassandra:5.0" }, /not pinned/],
  ["another engine than the tests run on", { image: "cassandra:5.0.8" }, /should be 5\.0\.5/],
  ["another version of ours", { image: "marquee:0.2.0" }, /should be 0\.1\.0/],
  ["nobody watches", { healthcheck: {} }, /health check/],
  ["watched through a shell", { healthcheck: { test: ["CMD-SHELL", "true"] } }, /health check/],
  ["watching is off", { healthcheck: { test: ["CMD", "x"], disable: true } }, /health check/],
  ["waits for a start only", { depends_on: { other: { condition: "service_started" } } }, /healthy or done/],
  ["published for all", { ports: [{ published: "4000", target: 4000 }] }, /127\.0\.0\.1:4000:4000/],
  ["published on 0.0.0.0", { ports: [{ host_ip: "0.0.0.0", target: 4000 }] }, /127\.0\.0\.1:4000:4000/],
  ["privileged", { privileged: true }, /privileged/],
  ["capabilities", { cap_drop: [] }, /capabilities/],
  ["privileges to gain", { security_opt: [] }, /no-new-privileges/],
  ["a root to write to", { read_only: false }, /read_only/],
  ["no limits", { deploy: {} }, /limit memory/],
  ["a variable that nobody reads", { environment: { PROT: "4000" } }, /PROT/],
  ["a program that is not there", { command: ["gateway/dist/mian.js"] }, /gateway\/mian\.ts/],
  ["another port than is scraped", { healthcheck: { test: ["CMD", "http://127.0.0.1:1/healthz/ready"] } }, /port 1/],
])("finds: %s", (_, change, finding) => {
  expect(findings(change)).toEqual([expect.stringMatching(finding)]);
});

test("secrets have no default", () => {
  const line = (value: string) => secretFindings(`  JWT_KEYS: ${value}`);
  const from = (inside: string) => line(`\${${inside}}`);
  for (const fine of ["JWT_KEYS:?make some", "JWT_KEYS-"]) expect(from(fine)).toEqual([]);
  for (const bad of ["JWT_KEYS:-abc", "JWT_KEYS-abc", "JWT_KEYS", "OTHER:?x"]) expect(from(bad)).toHaveLength(1);
  expect(line("abc")).toHaveLength(1);
});

test("prometheus.yml asks every service of ours", () => {
  const ports = scrapedPorts(readFileSync("deploy/observe/prometheus.yml", "utf8"));
  expect(ports).toEqual({ gateway: 4000, movies: 4001, reviews: 4002, ratings: 4003, accounts: 4004, projector: 4010 });
});
