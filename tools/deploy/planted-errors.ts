// Our files, broken in ways that must not go unnoticed: the check that is named has to find each, or it checks nothing.
import type { DEPLOY_CHECKS } from "./deploy-checks.js";

export interface PlantedError {
  file: string;
  what: string;
  check: keyof typeof DEPLOY_CHECKS;
  breakIt(text: string): string;
}

const chart = (file: string) => `charts/marquee/${file}`;

/** @param from the first occurrence of it becomes `to` */
function planted(file: string, what: string, check: string, from: string | RegExp, to: string): PlantedError {
  return { file, what, check, breakIt: (text) => text.replace(from, to) };
}

export const PLANTED_ERRORS: readonly PlantedError[] = [
  planted(chart("templates/deployments.yaml"), "an action that does not end", "helm lint", "{{- end }}", ""),
  planted(
    chart("templates/_helpers.tpl"),
    "a helper that is gone",
    "helm template",
    "marquee.podSecurityContext",
    "marquee.podContext",
  ),
  planted(chart("values.yaml"), "a value of the wrong type", "helm lint", "  replicas: 2", "  replicas: two"),
  planted(chart("values/small.yaml"), "a key that is none", "helm lint", "keys:", "keyz:"),
  planted(chart("values/production.yaml"), "one replica", "helm lint", "  replicas: 3", "  replicas: 1"),
  planted(
    chart("values/three-region.yaml"),
    "a home that is no region",
    "helm template",
    "homeRegion: india",
    "homeRegion: mars",
  ),
  planted(chart("values.schema.json"), "a variable that nobody reads", "what is rendered", '"MAX_DEPTH"', '"MAX_DEEP"'),
  planted(chart("values.schema.json"), "a variable that can't be set", "what is rendered", '"MAX_DEPTH",', ""),
  planted(
    chart("templates/_environment.tpl"),
    "a variable that nobody reads",
    "what is rendered",
    "name: LOG_LEVEL",
    "name: LOGLEVEL",
  ),
  planted(
    chart("templates/_environment.tpl"),
    "a secret in the clear",
    "what is rendered",
    /valueFrom: \{ secretKeyRef: \{ name: \{\{ \$secret \}\}, key: \{\{ \. \}\} \} \}/,
    "value: secret",
  ),
  planted(chart("templates/_helpers.tpl"), "another port", "what is rendered", "port: 4003", "port: 4030"),
  planted(
    chart("templates/_helpers.tpl"),
    "a program that is not there",
    "what is rendered",
    "ratings/dist/main.js",
    "ratings/dist/mian.js",
  ),
  planted(
    chart("templates/deployments.yaml"),
    "a liveness that follows the engines",
    "what is rendered",
    /(livenessProbe:\s+httpGet: \{ path: )\/healthz\/live/,
    "$1/healthz/ready",
  ),
  planted(
    chart("templates/deployments.yaml"),
    "a field that is none",
    "kubernetes-validate",
    "minReadySeconds:",
    "minimumReadySeconds:",
  ),
  planted(
    chart("templates/_job.tpl"),
    "a field of the wrong type",
    "kubernetes-validate",
    "automountServiceAccountToken: false",
    "automountServiceAccountToken: never",
  ),
  planted(
    chart("templates/deployments.yaml"),
    "nothing that limits it",
    "kube-score",
    /resources:\s+\{\{- toYaml \$settings.resources \| nindent 12 \}\}/,
    "resources: {}",
  ),
  planted(
    chart("templates/networkpolicies.yaml"),
    "subgraphs that the gateway does not reach",
    "what is rendered",
    "else if $component.subgraph",
    "else if false",
  ),
  planted(
    chart("templates/networkpolicies.yaml"),
    "subgraphs that everybody reaches",
    "what is rendered",
    /(else if \$component\.subgraph \}\}\n[^\n]+\n)\s+from:\n\s+- podSelector:\n\s+matchLabels:\n[^\n]+\n/,
    "$1",
  ),
  planted(
    chart("templates/services.yaml"),
    "a service that finds nobody",
    "kube-score",
    '"marquee.selectorLabels" $call',
    '"marquee.labels" (dict "root" $root "component" "none")',
  ),
  planted(
    chart("templates/httproute.yaml"),
    "websockets that are cut off",
    "what is rendered",
    "request: 0s",
    "request: 30s",
  ),
  planted(
    chart("templates/migration.yaml"),
    "a migration that comes too late",
    "what is rendered",
    'kind: Job\nmetadata:\n  {{- include "marquee.metadata" $call | nindent 2 }}\n  annotations:\n    helm.sh/hook: pre-install',
    'kind: Job\nmetadata:\n  {{- include "marquee.metadata" $call | nindent 2 }}\n  annotations:\n    helm.sh/hook: post-install',
  ),
  planted(
    chart("templates/projector-keda.yaml"),
    "a topic that is none",
    "what is rendered",
    "marquee.ratings.v1",
    "marquee.rating.v1",
  ),
  planted(chart("README.md"), "a page of other values", "helm-docs", "kafka.brokers |", "kafka.broker |"),
  planted(chart("rules/marquee.yaml"), "an expression that does not parse", "promtool check", "== 0", "== = 0"),
  planted(chart("rules/marquee.yaml"), "another threshold", "promtool test", "> 0.01", "> 0.5"),
  planted(
    chart("rules/tests/marquee_test.yaml"),
    "a test that expects something else",
    "promtool test",
    "severity: critical",
    "severity: warning",
  ),
  planted(
    chart("rules/marquee.yaml"),
    "a metric that is none",
    "alerts and dashboards",
    "marquee_cassandra_queued",
    "marquee_cassandra_waiting",
  ),
  planted(
    chart("rules/kubernetes.yaml"),
    "an alert without a page",
    "alerts and dashboards",
    "alert: MarqueeReplicasMissing",
    "alert: MarqueeReplicasGone",
  ),
  planted(
    chart("dashboards/marquee.json"),
    "a metric that is none",
    "alerts and dashboards",
    "marquee_gateway_sockets",
    "marquee_gateway_sockts",
  ),
  planted(
    chart("examples/alertmanager.yaml"),
    "a receiver that is none",
    "alerts and dashboards",
    "- name: called",
    "- name: caled",
  ),
  planted(
    chart("examples/kafka-strimzi.yaml"),
    "one copy that suffices",
    "examples",
    "min.insync.replicas: 2",
    "min.insync.replicas: 1",
  ),
  planted(chart("examples/cassandra-k8ssandra.yaml"), "two nodes", "examples", "size: 3", "size: 2"),
  planted(chart("examples/opensearch.yaml"), "YAML that does not parse", "examples", "nodePools:", "nodePools: ["),
  planted(
    "deploy/observe/prometheus.yml",
    "a key that is none",
    "promtool check",
    "scrape_interval",
    "scrape_intervall",
  ),
];
