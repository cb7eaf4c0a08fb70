// Alerts, their tests, their page, the dashboards and Alertmanager's example: all of one mind, and of one with the code's metrics.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { knownSeries } from "../observe/known-series.js";
import { metricsIn } from "../observe/metrics-in.js";
import { CHART } from "./render-chart.js";

interface Alert {
  alert: string;
  expr: string;
  labels?: { severity?: string };
  annotations?: { runbook?: string };
}

interface RuleTest {
  alert_rule_test: { alertname: string; exp_alerts?: unknown[] }[];
}

/** Of kube-state-metrics, which the alerts about Kubernetes stand on. */
const KUBERNETES_SERIES = [
  "kube_deployment_status_replicas_available",
  "kube_deployment_spec_replicas",
  "kube_job_status_failed",
];

export interface Dashboard {
  title: string;
  uid: string;
  panels: { title: string; datasource: { uid: string }; targets: { expr: string }[] }[];
}

export function alertFindings(root: string): string[] {
  const folder = join(root, CHART, "rules");
  const groups = yamlFiles(folder).flatMap((file) => (read(file) as { groups: { rules: Alert[] }[] }).groups);
  const alerts = groups.flatMap(({ rules }) => rules);
  const tests = yamlFiles(join(folder, "tests")).flatMap((file) => (read(file) as { tests: RuleTest[] }).tests);
  const page = readFileSync(join(root, CHART, "README.md"), "utf8");
  const known = new Set([...knownSeries(), ...KUBERNETES_SERIES]);
  const names = alerts.map(({ alert }) => alert);
  const headings = [...page.matchAll(/^#### (Marquee\w+)$/gm)].map(([, name = ""]) => name);
  return [
    ...alerts.flatMap((alert) => [
      ...metricsIn(alert.expr)
        .filter((name) => !known.has(name))
        .map((name) => `${alert.alert}: nothing shows ${name}`),
      ...(["warning", "critical"].includes(alert.labels?.severity ?? "") ? [] : [`${alert.alert}: no severity`]),
      ...(alert.annotations?.runbook === `${CHART}/README.md#${alert.alert.toLowerCase()}`
        ? []
        : [`${alert.alert}: no runbook`]),
      ...testFindings(alert.alert, tests),
    ]),
    ...names.filter((name) => !headings.includes(name)).map((name) => `README.md does not say what ${name} means`),
    ...headings.filter((name) => !names.includes(name)).map((name) => `README.md knows ${name}, which is no alert`),
    ...dashboardFindings(root, known),
    ...receiverFindings(join(root, CHART, "examples/alertmanager.yaml"), alerts),
  ];
}

function testFindings(alert: string, tests: readonly RuleTest[]): string[] {
  const outcomes = tests
    .flatMap(({ alert_rule_test: cases }) => cases)
    .filter(({ alertname }) => alertname === alert)
    .map(({ exp_alerts: expected = [] }) => expected.length > 0);
  return [
    ...(outcomes.includes(true) ? [] : [`${alert}: no test raises it`]),
    ...(outcomes.includes(false) ? [] : [`${alert}: no test leaves it quiet`]),
  ];
}

export function dashboardsIn(root: string): Dashboard[] {
  const folder = join(root, CHART, "dashboards");
  return readdirSync(folder).map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")) as Dashboard);
}

function dashboardFindings(root: string, known: ReadonlySet<string>): string[] {
  return dashboardsIn(root).flatMap(({ title, panels }) =>
    panels.flatMap((panel) =>
      panel.targets.flatMap(({ expr }) => {
        const asked = metricsIn(expr);
        const where = `dashboard ${title}, ${panel.title}`;
        if (asked.length === 0) return [`${where}: asks for nothing`];
        return asked.filter((name) => !known.has(name)).map((name) => `${where}: nothing shows ${name}`);
      }),
    ),
  );
}

interface Route {
  receiver?: string;
  matchers?: string[];
  routes?: Route[];
}

/** Alertmanager refuses a receiver that is not there; that a severity goes nowhere it does not see. */
function receiverFindings(file: string, alerts: readonly Alert[]): string[] {
  const { route, receivers } = read(file) as { route: Route; receivers: { name: string }[] };
  const all = (one: Route): Route[] => [one, ...(one.routes ?? []).flatMap(all)];
  const routes = all(route);
  const matchers = routes.flatMap(({ matchers: own = [] }) => own);
  const severities = new Set(alerts.map(({ labels }) => labels?.severity ?? ""));
  return [
    ...routes
      .filter(({ receiver }) => !receivers.some(({ name }) => name === receiver))
      .map(({ receiver }) => `alertmanager.yaml: there is no receiver ${receiver}`),
    ...[...severities]
      .filter((severity) => !matchers.some((matcher) => matcher.includes(`"${severity}"`)))
      .map((severity) => `alertmanager.yaml: nobody hears of ${severity}`),
  ];
}

function yamlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(folder, file));
}

function read(file: string): unknown {
  return parse(readFileSync(file, "utf8"), { uniqueKeys: true });
}
