// How many there are, and how they come, go and lie.
import { type ChartRules, firstContainer, labelsOf, perDeployment } from "./chart-rule.js";
import { componentOf, type Manifest, ofKind, selects } from "./manifest.js";

export const AVAILABILITY_RULES: ChartRules = {
  "every service has two replicas at least": perDeployment((name, deployment, release) => {
    const scaler = [...ofKind(release, "HorizontalPodAutoscaler"), ...ofKind(release, "ScaledObject")].find(
      ({ spec }) => spec.scaleTargetRef.name === deployment.metadata.name,
    );
    const least = scaler?.spec.minReplicas ?? scaler?.spec.minReplicaCount ?? deployment.spec.replicas ?? 1;
    if (scaler !== undefined && deployment.spec.replicas !== undefined) return [`${name}: replicas beside a scaler`];
    return least >= 2 ? [] : [`${name}: ${least} replicas`];
  }),

  "a rolling update takes none away before another is ready": perDeployment((name, { spec }) =>
    spec.strategy?.rollingUpdate?.maxUnavailable === 0 && spec.strategy.type === "RollingUpdate"
      ? []
      : [`${name}: maxUnavailable is not 0`],
  ),

  "readiness follows the engines, liveness never does": perDeployment((name, deployment, _release, facts) => {
    const { startupProbe, livenessProbe, readinessProbe } = firstContainer(deployment);
    const wanted = {
      startupProbe: facts.paths.live,
      livenessProbe: facts.paths.live,
      readinessProbe: facts.paths.ready,
    };
    const found = { startupProbe, livenessProbe, readinessProbe };
    return (Object.keys(wanted) as (keyof typeof wanted)[]).flatMap((probe) => {
      const { path, port } = found[probe]?.httpGet ?? {};
      return path === wanted[probe] && port === "http" ? [] : [`${name}: ${probe} asks ${path} at ${port}`];
    });
  }),

  "whoever is to end has the time to": perDeployment((name, { spec }, _release, facts) => {
    const pod = spec.template.spec;
    const { lifecycle } = pod.containers[0];
    const command = lifecycle?.preStop?.exec?.command?.at(-1) ?? "";
    const pause = lifecycle?.preStop?.sleep?.seconds ?? Number(/, (\d+)\)$/.exec(command)?.[1] ?? 0) / 1000;
    if (!(pause >= 1)) return [`${name}: no pause before SIGTERM`];
    const needed = pause + facts.drainSeconds + 5;
    return pod.terminationGracePeriodSeconds >= needed ? [] : [`${name}: a grace period below ${needed} s`];
  }),

  "a disruption takes one replica at a time": perDeployment((name, deployment, release) => {
    const budgets = ofKind(release, "PodDisruptionBudget").filter(({ spec }) =>
      selects(spec.selector, labelsOf(deployment)),
    );
    return budgets.length === 1 && budgets[0]?.spec.maxUnavailable === 1 ? [] : [`${name}: ${budgets.length} budgets`];
  }),

  "replicas lie apart": perDeployment((name, deployment) => {
    const { topologySpreadConstraints = [], affinity } = deployment.spec.template.spec;
    const labels = labelsOf(deployment);
    const zones = topologySpreadConstraints.some(
      // biome-ignore lint/suspicious/noExplicitAny: a constraint.
      (one: any) => one.topologyKey === "topology.kubernetes.io/zone" && selects(one.labelSelector, labels),
    );
    const {
      requiredDuringSchedulingIgnoredDuringExecution: must = [],
      preferredDuringSchedulingIgnoredDuringExecution: may = [],
    } = affinity?.podAntiAffinity ?? {};
    // biome-ignore lint/suspicious/noExplicitAny: a term.
    const terms = [...must, ...may.map((one: any) => one.podAffinityTerm)];
    const nodes = terms.some(
      (one) => one.topologyKey === "kubernetes.io/hostname" && selects(one.labelSelector, labels),
    );
    return [...(zones ? [] : [`${name}: not spread over zones`]), ...(nodes ? [] : [`${name}: not kept off one node`])];
  }),

  "migrations come first": (release) => {
    const job = ofKind(release, "Job").find((one) => componentOf(one) === "migrate");
    if (job === undefined)
      return ofKind(release, "Deployment").some((one) => componentOf(one) === "projector") ? ["no migration"] : [];
    const standsOn = release.manifests.filter((one) => componentOf(one) === "migrate" && one !== job);
    return [job, ...standsOn].flatMap((one) => {
      const hook = one.metadata.annotations?.["helm.sh/hook"] ?? "";
      const early = one === job || weightOf(one) < weightOf(job);
      return hook === "pre-install,pre-upgrade" && early ? [] : [`${one.kind} ${one.metadata.name}: comes too late`];
    });
  },
};

function weightOf({ metadata }: Manifest): number {
  return Number(metadata.annotations?.["helm.sh/hook-weight"] ?? 0);
}
