import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { alertFindings, dashboardsIn } from "../deploy/alert-rules.js";
import { exampleFindings } from "../deploy/example-rules.js";
import { knownSeries } from "./known-series.js";
import { metricsIn } from "./metrics-in.js";

const dashboards = dashboardsIn(".");

it("asks only for what our processes show", () => {
  const known = knownSeries();
  expect(dashboards.length).toBeGreaterThan(1);
  for (const { title, panels } of dashboards) {
    for (const panel of panels) {
      for (const { expr } of panel.targets) {
        const asked = metricsIn(expr);
        expect(asked, `${title}: ${panel.title}`).not.toEqual([]);
        for (const name of asked) expect(known, `${title}: ${panel.title}: ${name}`).toContain(name);
      }
    }
  }
});

it("alerts, their tests, their page and who hears of them fit each other", () =>
  expect(alertFindings(".")).toEqual([]));

it("the examples for operators keep three copies, and let only ours in", () => {
  expect(exampleFindings("charts/marquee/examples")).toEqual([]);
});

it("asks the datasource that is provisioned", () => {
  const datasources = readFileSync("deploy/observe/grafana/datasources/prometheus.yml", "utf8");
  const uid = /uid: (\S+)/.exec(datasources)?.[1];
  for (const { title, panels } of dashboards) {
    for (const panel of panels) expect(panel.datasource.uid, `${title}: ${panel.title}`).toBe(uid);
  }
  expect(new Set(dashboards.map((one) => one.uid)).size).toBe(dashboards.length);
});

it("reads names out of expressions", () => {
  const expr =
    'histogram_quantile(0.99, sum by (le, job) (rate(a_seconds_bucket{job!="b_total"}[$__rate_interval]))) / up unless c';
  expect(metricsIn(expr)).toEqual(["a_seconds_bucket", "up", "c"]);
});
