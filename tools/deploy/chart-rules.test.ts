// Each rule, and what it is there for. Long because it is one list.
import { expect, it, test } from "vitest";
import { CHART_RULES } from "./chart-rules.js";
import { CODE_FACTS, NOT_IN_CHART } from "./code-facts.js";
import type { Manifest, Release } from "./manifest.js";
import { variableFindings } from "./variable-rules.js";

const labels = { "app.kubernetes.io/component": "ratings" };
const selector = { matchLabels: labels };
const probe = (path: string) => ({ httpGet: { path, port: "http" } });
const resources = { cpu: "1", memory: "1Gi", "ephemeral-storage": "1Gi" };
const secret = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: "keys", key: name } } });

/** One service with all that belongs to it, as it should be. */
const good = () => {
  const container = {
    name: "ratings",
    image: "marquee:0.1.0",
    args: ["subgraphs/ratings/dist/main.js"],
    env: [{ name: "RATINGS_PORT", value: "4003" }, ...["CURSOR_KEYS", "GATEWAY_SECRETS", "JWT_KEYS"].map(secret)] as {
      name: string;
      value?: string;
    }[],
    ports: [{ name: "http", containerPort: 4003 }],
    startupProbe: probe("/healthz/live"),
    livenessProbe: probe("/healthz/live"),
    readinessProbe: probe("/healthz/ready"),
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
    resources: { requests: resources, limits: resources } as object,
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    } as object,
  };
  const pod = {
    serviceAccountName: "x-ratings",
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 30,
    securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } } as object,
    topologySpreadConstraints: [{ topologyKey: "topology.kubernetes.io/zone", labelSelector: selector }],
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: "kubernetes.io/hostname", labelSelector: selector },
        ],
      },
    } as object,
    containers: [container],
  };
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0 } as object };
  const deployment = { replicas: 2, strategy, template: { metadata: { labels }, spec: pod } };
  const budget = { maxUnavailable: 1, selector };
  const service = { selector: labels, ports: [{ port: 4003 }] };
  const ask = { selector, endpoints: [{ port: "http", path: "/metrics" }] };
  const policy = {
    podSelector: selector,
    policyTypes: ["Ingress", "Egress"],
    ingress: [] as object[],
    egress: [{ ports: [{ port: 9042 }, { port: 9093 }] }] as object[],
  };
  return {
    container,
    pod,
    strategy,
    deployment,
    budget,
    service,
    ask,
    policy,
    more: [] as Manifest[],
    accounts: ["x-ratings"],
  };
};

function releaseOf(parts: ReturnType<typeof good>): Release {
  const named = (kind: string, spec?: unknown, name = "x-ratings"): Manifest => ({
    apiVersion: "v1",
    kind,
    metadata: { name, labels },
    spec,
  });
  return {
    label: "test",
    manifests: [
      named("Deployment", parts.deployment),
      named("PodDisruptionBudget", parts.budget),
      named("Service", parts.service),
      named("ServiceMonitor", parts.ask),
      named("NetworkPolicy", parts.policy),
      ...parts.accounts.map((name) => named("ServiceAccount", undefined, name)),
      ...parts.more,
    ],
  };
}

function findings(change: (parts: ReturnType<typeof good>) => void): string[] {
  const parts = good();
  change(parts);
  const { "the gateway finds every subgraph": _, ...rules } = CHART_RULES;
  return Object.values(rules).flatMap((findIn) => findIn(releaseOf(parts), CODE_FACTS));
}

const manifest = (kind: string, spec: unknown, component = "ratings"): Manifest => ({
  apiVersion: "v1",
  kind,
  metadata: { name: "other", labels: { "app.kubernetes.io/component": component } },
  spec,
});

it("finds nothing wrong with a good service", () => expect(findings(() => {})).toEqual([]));

test.each<[string, (parts: ReturnType<typeof good>) => void, RegExp]>([
  [
    "one replica",
    ({ deployment }) => {
      deployment.replicas = 1;
    },
    /1 replicas/,
  ],
  [
    "replicas beside a scaler",
    ({ more }) =>
      void more.push(manifest("HorizontalPodAutoscaler", { scaleTargetRef: { name: "x-ratings" }, minReplicas: 2 })),
    /beside a scaler/,
  ],
  [
    "one that is missing meanwhile",
    ({ strategy }) => {
      strategy.rollingUpdate = { maxUnavailable: 1 };
    },
    /maxUnavailable/,
  ],
  [
    "a liveness that follows the engines",
    ({ container }) => {
      container.livenessProbe = probe("/healthz/ready");
    },
    /livenessProbe asks/,
  ],
  [
    "a readiness that does not",
    ({ container }) => {
      container.readinessProbe = probe("/healthz/live");
    },
    /readinessProbe asks/,
  ],
  [
    "no pause",
    ({ container }) => {
      container.lifecycle = { preStop: { sleep: { seconds: 0 } } };
    },
    /no pause/,
  ],
  [
    "too little time to drain",
    ({ pod }) => {
      pod.terminationGracePeriodSeconds = 15;
    },
    /grace period below 20/,
  ],
  [
    "no budget",
    ({ budget }) => {
      budget.selector = { matchLabels: { ...labels, "app.kubernetes.io/component": "no" } };
    },
    /0 budgets/,
  ],
  [
    "one zone",
    ({ pod }) => {
      pod.topologySpreadConstraints = [];
    },
    /zones/,
  ],
  [
    "one node",
    ({ pod }) => {
      pod.affinity = {};
    },
    /one node/,
  ],
  [
    "no limits",
    ({ container }) => {
      container.resources = { requests: resources, limits: { cpu: "1", memory: "1Gi" } };
    },
    /no limits of ephemeral/,
  ],
  [
    "root",
    ({ pod }) => {
      pod.securityContext = { seccompProfile: { type: "RuntimeDefault" } };
    },
    /may be root/,
  ],
  [
    "no seccomp",
    ({ pod }) => {
      pod.securityContext = { runAsNonRoot: true, runAsUser: 1 };
    },
    /seccomp/,
  ],
  [
    "a token",
    ({ pod }) => {
      pod.automountServiceAccountToken = true;
    },
    /token/,
  ],
  [
    "capabilities",
    ({ container }) => {
      container.securityContext = { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true };
    },
    /capabilities/,
  ],
  [
    "a root to write to",
    ({ container }) => {
      container.securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
    },
    /write to its image/,
  ],
  [
    "nobody of its own",
    (parts) => {
      parts.accounts = [];
    },
    /service account/,
  ],
  ["a Secret", ({ more }) => void more.push(manifest("Secret", {})), /a Secret in the release/],
  [
    "a secret in the clear",
    ({ container }) => {
      container.env[1] = { name: "CURSOR_KEYS", value: "a".repeat(32) };
    },
    /CURSOR_KEYS stands/,
  ],
  ["no keys", ({ container }) => void container.env.pop(), /no JWT_KEYS/],
  [
    "latest",
    ({ container }) => {
      container.image = "marquee:latest";
    },
    /not pinned/,
  ],
  [
    "a program that is not there",
    ({ container }) => {
      container.args = ["subgraphs/ratings/dist/mian.js"];
    },
    /there is no/,
  ],
  [
    "a variable of another process",
    ({ container }) => void container.env.push({ name: "MAX_DEPTH", value: "1" }),
    /does not read MAX_DEPTH/,
  ],
  [
    "a variable twice",
    ({ container }) => void container.env.push({ name: "RATINGS_PORT", value: "4003" }),
    /given twice/,
  ],
  [
    "a value that is none",
    ({ container }) => {
      container.env[0] = { name: "RATINGS_PORT", value: "http" };
    },
    /RATINGS_PORT "http"/,
  ],
  [
    "another port",
    ({ service }) => {
      service.ports = [{ port: 80 }];
    },
    /listens on 4003/,
  ],
  ["a migration that comes too late", ({ more }) => void more.push(manifest("Job", {}, "migrate")), /comes too late/],
  [
    "metrics for everybody",
    ({ more }) => void more.push(manifest("Ingress", { rules: [{ http: { paths: [{ path: "/metrics" }] } }] })),
    /\/metrics is reachable/,
  ],
  [
    "websockets that are cut off",
    ({ more }) => void more.push(manifest("HTTPRoute", { rules: [{ matches: [], timeouts: { request: "30s" } }] })),
    /for ever/,
  ],
  [
    "a topic that is none",
    ({ more }) =>
      void more.push(
        manifest("ScaledObject", { scaleTargetRef: { name: "y" }, triggers: [{ metadata: { topic: "x" } }] }),
      ),
    /no topic x/,
  ],
  [
    "what Prometheus does not ask",
    ({ ask }) => {
      ask.selector = { matchLabels: { ...labels, "app.kubernetes.io/component": "no" } };
    },
    /does not ask/,
  ],
  [
    "everybody gets in",
    ({ policy }) => void policy.ingress.push({ ports: [{ port: 4003 }] }),
    /everybody reaches ratings/,
  ],
  [
    "engines out of reach",
    ({ policy }) => {
      policy.egress = [{ ports: [{ port: 9042 }] }];
    },
    /does not reach an engine at 9093/,
  ],
])("finds: %s", (_, change, finding) => expect(findings(change)).toContainEqual(expect.stringMatching(finding)));

test("a variable that the chart can't set is found, and one of its schema that nobody reads", () => {
  const schema = (names: string[]) =>
    JSON.stringify({ properties: { gateway: { properties: { config: { propertyNames: { enum: names } } } } } });
  const read = Object.keys({ ...CODE_FACTS.variables.gateway }).filter((name) => !(name in NOT_IN_CHART));
  const found = (names: string[]) =>
    variableFindings([], schema(names), { ...CODE_FACTS, variables: { gateway: CODE_FACTS.variables.gateway ?? {} } });
  expect(found(read)).toEqual([]);
  expect(found(read.filter((name) => name !== "MAX_DEPTH"))).toEqual(["MAX_DEPTH can't be set by the chart"]);
  expect(found([...read, "MAX_DEEP"])).toEqual(["values.schema.json: gateway does not read MAX_DEEP"]);
});
