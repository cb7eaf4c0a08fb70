// Who may reach whom, as a network would decide it that enforces the release's policies.
import { type ChartRule, SUBGRAPHS } from "./chart-rule.js";
import { type Manifest, ofKind, podsOf, type Release, selects } from "./manifest.js";

interface Peer {
  podSelector?: { matchLabels?: Record<string, string> };
  namespaceSelector?: object;
  ipBlock?: object;
}

interface Rule {
  ports?: { port: number }[];
  from?: Peer[];
  to?: Peer[];
}

type Labels = Record<string, string>;

/** Engines are no pods of the release. */
const OUTSIDE: Labels = {};
const STRANGER: Labels = { name: "stranger" };

/** Whether a policy that selects `labels` in that direction lets this other one through; true where no policy selects them. */
function lets(
  policies: readonly Manifest[],
  direction: "ingress" | "egress",
  labels: Labels,
  other: Labels,
  port: number,
) {
  const type = direction === "ingress" ? "Ingress" : "Egress";
  const selecting = policies.filter(
    ({ spec }) => selects(spec.podSelector, labels) && (spec.policyTypes ?? []).includes(type),
  );
  if (selecting.length === 0) return true;
  const rules = selecting.flatMap(({ spec }) => (spec[direction] ?? []) as Rule[]);
  return rules.some(({ ports, from, to }) => {
    const peers = direction === "ingress" ? from : to;
    const portFits = ports === undefined || ports.some((one) => one.port === port);
    return portFits && (peers === undefined || peers.some((peer) => isPeer(peer, other)));
  });
}

/** Whether whoever is in no policy's mind gets in, from another namespace say. */
function isOpenToAll(policies: readonly Manifest[], labels: Labels | undefined, port: number): boolean {
  return labels !== undefined && lets(policies, "ingress", labels, STRANGER, port);
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: Peer, other: Labels): boolean {
  if (other === OUTSIDE) return namespaceSelector !== undefined || ipBlock !== undefined;
  return podSelector !== undefined && namespaceSelector === undefined && selects(podSelector, other);
}

const ASK_ENGINES = [...SUBGRAPHS, "projector", "migrate", "loader"];

/** Only the gateway reaches subgraphs, and only they, projectors and jobs reach the engines. */
export const onlyWhoNeedsItGetsThrough: ChartRule = (release: Release, facts) => {
  const policies = ofKind(release, "NetworkPolicy");
  const pods = new Map(podsOf(release).map(({ labels }) => [labels["app.kubernetes.io/component"] ?? "", labels]));
  const found: string[] = [];
  const expectReach = (from: string, to: string, labels: Labels | undefined, port: number, wanted: boolean) => {
    const source = pods.get(from);
    if (source === undefined || labels === undefined) return;
    const open =
      lets(policies, "egress", source, labels, port) &&
      (labels === OUTSIDE || lets(policies, "ingress", labels, source, port));
    if (open !== wanted) found.push(`${from} ${wanted ? "does not reach" : "reaches"} ${to} at ${port}`);
  };
  for (const [to, port] of Object.entries(facts.ports)) {
    if (to !== "gateway" && isOpenToAll(policies, pods.get(to), port)) found.push(`everybody reaches ${to} at ${port}`);
  }
  for (const from of pods.keys()) {
    for (const [to, port] of Object.entries(facts.ports)) {
      if (to === from) continue;
      const wanted = (from === "gateway" && SUBGRAPHS.includes(to)) || (from === "test" && to === "gateway");
      expectReach(from, to, pods.get(to), port, wanted);
    }
    for (const port of [9042, 9093]) expectReach(from, "an engine", OUTSIDE, port, ASK_ENGINES.includes(from));
  }
  return found;
};
