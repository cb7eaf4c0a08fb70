// What the chart tells each of its processes.

import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { type EnvVariable, podsOf, type Release } from "@marquee/tools/deploy/manifest.js";
import { CHART, parseRelease } from "@marquee/tools/deploy/render-chart.js";
import { findTool } from "@marquee/tools/deploy/tool-cache.js";
import { clusterOf } from "../environment/cluster.js";
import { ADMIN, type TestEnvironment } from "../environment/test-environment.js";

export interface RenderedChart {
  /** By component, secrets filled in; ports and addresses as the cluster's. */
  environments: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** From SIGTERM to SIGKILL, by component. */
  graceMs: Readonly<Record<string, number>>;
}

/** The chart for these engines, in a keyspace and with topics that nobody else has. `set` is helm's. */
export function renderChart(
  environment: TestEnvironment,
  engines: { cassandra: string; kafka: string },
  set: Readonly<Record<string, string>> = {},
): RenderedChart {
  const cluster = clusterOf(environment, engines);
  const values: Record<string, string> = {
    "keys.existingSecret": "keys",
    "admin.existingSecret": "admin",
    "cassandra.contactPoints[0]": engines.cassandra,
    "cassandra.keyspace": cluster.CASSANDRA_KEYSPACE ?? "",
    "kafka.brokers[0]": engines.kafka,
    "kafka.topicPrefix": cluster.KAFKA_TOPIC_PREFIX ?? "",
    "kafka.partitions": "2",
    "kafka.replication": "1",
    "kafka.minInsync": "1",
    ...set,
  };
  const args = ["template", "marquee", CHART, "--kube-version", "1.31.0", "--set-string", "cassandra.replication=1"];
  const helm = findTool("helm", process.env);
  if (helm === undefined) throw new Error("helm is not there: `npm run check:deploy -- --install` gets it.");
  const text = execFileSync(
    helm,
    [...args, ...Object.entries(values).flatMap(([name, value]) => ["--set", `${name}=${value}`])],
    { encoding: "utf8", maxBuffer: 2 ** 26 },
  );
  const secrets = {
    ...pick(cluster, ["CURSOR_KEYS", "GATEWAY_SECRETS", "JWT_KEYS"]),
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
  };
  return read(parseRelease("deployed", text), secrets);
}

function read(release: Release, secrets: Readonly<Record<string, string>>): RenderedChart {
  const environments: Record<string, Record<string, string>> = {};
  const graceMs: Record<string, number> = {};
  for (const { labels, pod } of podsOf(release)) {
    const component = labels["app.kubernetes.io/component"] ?? "";
    const [container] = pod.containers;
    environments[component] = Object.fromEntries(
      (container?.env ?? []).map((one) => [one.name, resolveVariable(one, secrets)]),
    );
    const pause = container?.lifecycle?.preStop?.sleep?.seconds ?? 0;
    graceMs[component] = ((pod.terminationGracePeriodSeconds ?? 30) - pause) * 1000;
  }
  return { environments, graceMs };
}

function resolveVariable({ name, value, valueFrom }: EnvVariable, secrets: Readonly<Record<string, string>>): string {
  const found = value ?? secrets[valueFrom?.secretKeyRef?.key ?? ""];
  if (found === undefined) throw new Error(`${name}: no value and no secret`);
  return found;
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, from[name] ?? randomBytes(32).toString("base64url")]));
}
