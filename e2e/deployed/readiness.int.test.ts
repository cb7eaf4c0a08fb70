// Kafka stops answering and comes back: whoever asks it is not ready meanwhile, alive all the time, and is not started anew.
import { startEngines } from "@marquee/tools/engines/start-engines.js";
import { beforeAll, expect, inject, test } from "vitest";
import { untilReady } from "../environment/start-servers.js";
import { openTestEnvironment } from "../environment/test-environment.js";
import { renderChart } from "./rendered-chart.js";
import { deployBackend, runMigrations } from "./start-deployed.js";

const environment = openTestEnvironment();
let engines: Awaited<ReturnType<typeof startEngines>>;

beforeAll(async () => {
  engines = await startEngines({ kafka: 1 });
  environment.onDispose(() => engines.close());
});

test("readiness is false while Kafka is stopped, and true when it is back; liveness never changes", async () => {
  const [broker] = engines.kafka;
  if (broker === undefined) throw new Error("One was started.");
  const chart = renderChart(environment, { cassandra: inject("cassandra"), kafka: `${broker.host}:${broker.port}` });
  await runMigrations(environment, chart, 1);
  const { projector, subgraphs } = await deployBackend(environment, chart);
  const servers = [projector, ...Object.values(subgraphs)];
  const pids = servers.map(({ process }) => process.pid);

  await broker.kill("SIGSTOP");
  for (const { url } of servers) {
    let report = { ready: true, checks: {} as Record<string, string> };
    while (report.ready) report = (await (await fetch(`${url}/healthz/ready`)).json()) as typeof report;
    expect(report.checks.log, JSON.stringify(report)).not.toBe("ok");
    expect((await fetch(`${url}/healthz/live`)).status).toBe(200);
  }

  await broker.kill("SIGCONT");
  await Promise.all(servers.map(untilReady));
  for (const { url } of servers) expect((await fetch(`${url}/healthz/live`)).status).toBe(200);
  expect(servers.map(({ process }) => process.pid)).toEqual(pids);
  for (const { process } of servers) expect(await process.end("SIGTERM")).toEqual({ code: 0, signal: null });
});
