import { readFileSync } from "node:fs";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { expect, it } from "vitest";
import { sourceFiles } from "../source-files.js";
import { metricsIn } from "./metrics-in.js";

interface Dashboard {
  uid: string;
  panels: { title: string; datasource: { uid: string }; targets: { expr: string }[] }[];
}

const dashboard = JSON.parse(readFileSync("deploy/observe/grafana/dashboards/marquee.json", "utf8")) as Dashboard;
const DECLARED = /\.(counter|gauge|histogram)\(\{\s*name: "(\w+)"/g;
const SAMPLES = { counter: [""], gauge: [""], histogram: ["_bucket", "_sum", "_count"] } as const;

/** Every series that our processes can show, whatever its labels; `up` is Prometheus' own. */
async function knownSeries(): Promise<Set<string>> {
  const known = new Set(["up"]);
  for (const file of sourceFiles().filter((path) => !path.endsWith(".test.ts"))) {
    for (const [, kind, name] of readFileSync(file, "utf8").matchAll(DECLARED)) {
      for (const suffix of SAMPLES[kind as keyof typeof SAMPLES]) known.add(`${name}${suffix}`);
    }
  }
  const own = await createMetrics({ processMetrics: true }).render();
  for (const [, name = ""] of own.matchAll(/^# TYPE (\w+)/gm)) known.add(name);
  return known;
}

it("asks only for what our processes show", async () => {
  const known = await knownSeries();
  for (const { title, targets } of dashboard.panels) {
    for (const { expr } of targets) {
      const asked = metricsIn(expr);
      expect(asked, title).not.toEqual([]);
      for (const name of asked) expect(known, `${title}: ${name}`).toContain(name);
    }
  }
});

it("asks the datasource that is provisioned", () => {
  const datasources = readFileSync("deploy/observe/grafana/datasources/prometheus.yml", "utf8");
  const uid = /uid: (\S+)/.exec(datasources)?.[1];
  for (const panel of dashboard.panels) expect(panel.datasource.uid, panel.title).toBe(uid);
});

it("reads names out of expressions", () => {
  const expr =
    'histogram_quantile(0.99, sum by (le, job) (rate(a_seconds_bucket{job!="b_total"}[$__rate_interval]))) / up';
  expect(metricsIn(expr)).toEqual(["a_seconds_bucket", "up"]);
});
