// What a chart's tools take but we do not want. Each rule gives its findings, one line each; none means that all is well.
import type { CodeFacts } from "./code-facts.js";
import { type Container, componentOf, type Manifest, ofKind, podsOf, type Release, selects } from "./manifest.js";

export type ChartRule = (release: Release, facts: CodeFacts) => string[];

const SUBGRAPHS = ["movies", "reviews", "ratings", "accounts"];
const KEYS = ["CURSOR_KEYS", "GATEWAY_SECRETS", "JWT_KEYS"];

export const CHART_RULES: Readonly<Record<string, ChartRule>> = {
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

  "nothing takes more than it may": perContainer((name, { resources = {} }) =>
    (["requests", "limits"] as const).flatMap((kind) =>
      ["cpu", "memory", "ephemeral-storage"].flatMap((what) =>
        resources[kind]?.[what] === undefined ? [`${name}: no ${kind} of ${what}`] : [],
      ),
    ),
  ),

  "nothing has more rights than it needs": (release) =>
    podsOf(release).flatMap(({ owner, pod }) => {
      const name = owner.metadata.name;
      const outer = pod.securityContext ?? {};
      const faults = [
        ...(outer.runAsNonRoot === true && outer.runAsUser > 0 ? [] : [`${name}: may be root`]),
        ...(outer.seccompProfile?.type === "RuntimeDefault" ? [] : [`${name}: no seccomp profile`]),
        ...(pod.automountServiceAccountToken === false ? [] : [`${name}: has a token of Kubernetes`]),
        ...(pod.hostNetwork || pod.hostPID || pod.hostIPC ? [`${name}: is in the node's namespaces`] : []),
      ];
      return [...faults, ...pod.containers.flatMap((container) => rightsOf(name, container))];
    }),

  "each service is somebody of its own": perDeployment((name, deployment, release) => {
    const account = deployment.spec.template.spec.serviceAccountName;
    const others = ofKind(release, "Deployment").filter(
      ({ spec }) => spec.template.spec.serviceAccountName === account,
    );
    const made = ofKind(release, "ServiceAccount").some(({ metadata }) => metadata.name === account);
    return made && others.length === 1 ? [] : [`${name}: no service account of its own`];
  }),

  "secrets are somebody else's": (release, facts) => [
    ...ofKind(release, "Secret").map(({ metadata }) => `${metadata.name}: a Secret in the release`),
    ...containersOf(release).flatMap(({ name, component, container }) =>
      (container.env ?? []).flatMap(({ name: variable, value }) =>
        facts.variables[component]?.[variable]?.secret === true && value !== undefined
          ? [`${name}: ${variable} stands in the release`]
          : [],
      ),
    ),
  ],

  "keys are there where they are needed": (release) =>
    containersOf(release)
      .filter(({ component }) => component === "gateway" || SUBGRAPHS.includes(component))
      .flatMap(({ name, container }) =>
        KEYS.flatMap((key) => (container.env?.some((one) => one.name === key) ? [] : [`${name}: no ${key}`])),
      ),

  "every image is pinned": perContainer((name, { image }) =>
    /(:v?\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})$/.test(image) ? [] : [`${name}: ${image} is not pinned`],
  ),

  "programs are there": (release, facts) =>
    containersOf(release).flatMap(({ name, component, container }) => {
      const [program = ""] = container.args ?? [];
      return component === "test" || facts.sourceExists(program) ? [] : [`${name}: there is no ${program}`];
    }),

  "a process reads every variable that it is given, once": (release, facts) =>
    containersOf(release).flatMap(({ name, component, container }) => {
      const names = (container.env ?? []).map((variable) => variable.name);
      const known = facts.variables[component] ?? {};
      return [
        ...names.filter((one) => !(one in known)).map((one) => `${name}: ${component} does not read ${one}`),
        ...names.filter((one, at) => names.indexOf(one) !== at).map((one) => `${name}: ${one} is given twice`),
      ];
    }),

  "variables have values that a process takes": (release, facts) =>
    containersOf(release).flatMap(({ name, component, container }) =>
      (container.env ?? []).flatMap(({ name: variable, value }) => {
        const read = value === undefined ? undefined : facts.variables[component]?.[variable]?.schema.safeParse(value);
        return read?.success === false ? [`${name}: ${variable} "${value}": ${read.error.issues[0]?.message}`] : [];
      }),
    ),

  "ports are the code's": perDeployment((name, deployment, release, facts) => {
    const wanted = facts.ports[name];
    const ports = (firstContainer(deployment).ports ?? []).map(({ containerPort }) => containerPort);
    const service = ofKind(release, "Service").find(({ spec }) =>
      selects({ matchLabels: spec.selector }, labelsOf(deployment)),
    );
    const served = service?.spec.ports.map(({ port }: { port: number }) => port) ?? [];
    return [...ports, ...served].every((port) => port === wanted) && ports.length === 1 && served.length === 1
      ? []
      : [`${name}: listens on ${wanted}, not ${[...ports, ...served]}`];
  }),

  "the gateway finds every subgraph": (release) => {
    const gateway = containersOf(release).find(({ component }) => component === "gateway")?.container;
    return SUBGRAPHS.flatMap((subgraph) => {
      const url = gateway?.env?.find(({ name }) => name === `${subgraph.toUpperCase()}_URL`)?.value ?? "http://nowhere";
      const { hostname, port } = new URL(url);
      const found = ofKind(release, "Service").some(
        (service) =>
          service.metadata.name === hostname &&
          componentOf(service) === subgraph &&
          String(service.spec.ports[0].port) === port,
      );
      return found ? [] : [`gateway: ${url} is not the ${subgraph} subgraph`];
    });
  },

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

  "what is not for everybody is not outside": (release, facts) => {
    // biome-ignore lint/suspicious/noExplicitAny: rules of both kinds.
    const rules = (manifest: Manifest): any[] => manifest.spec.rules;
    const exact = [
      ...ofKind(release, "HTTPRoute").flatMap((route) =>
        rules(route).flatMap(({ matches }) => matches.map(({ path }: { path: { value: string } }) => path.value)),
      ),
      ...ofKind(release, "Ingress").flatMap((ingress) =>
        rules(ingress).flatMap(({ http }) => http.paths.map(({ path }: { path: string }) => path)),
      ),
    ];
    return exact
      .filter((path) => Object.values(facts.paths).includes(path))
      .map((path) => `${path} is reachable from outside`);
  },

  "websockets stay open": (release) => [
    ...ofKind(release, "HTTPRoute").flatMap(({ metadata, spec }) =>
      spec.rules.every(({ timeouts }: { timeouts?: { request?: string } }) => timeouts?.request === "0s")
        ? []
        : [`${metadata.name}: a request may not take for ever`],
    ),
    ...ofKind(release, "Ingress").flatMap(({ metadata }) =>
      Number(metadata.annotations?.["nginx.ingress.kubernetes.io/proxy-read-timeout"]) >= 60
        ? []
        : [`${metadata.name}: websockets that are silent are cut off`],
    ),
  ],

  "lag is asked of groups and topics that there are": (release, facts) =>
    ofKind(release, "ScaledObject").flatMap(({ spec }) =>
      spec.triggers.flatMap(({ metadata }: { metadata: { topic: string } }) =>
        facts.topics.some((topic) => metadata.topic.endsWith(topic))
          ? []
          : [`projector: there is no topic ${metadata.topic}`],
      ),
    ),

  "Prometheus asks every service": (release, facts) =>
    ofKind(release, "ServiceMonitor").flatMap(({ metadata, spec }) => {
      const [endpoint] = spec.endpoints;
      const missed = ofKind(release, "Service").filter(
        ({ metadata: service }) => !selects(spec.selector, service.labels ?? {}),
      );
      return [
        ...missed.map((service) => `${metadata.name}: does not ask ${service.metadata.name}`),
        ...(endpoint.path === facts.paths.metrics && endpoint.port === "http"
          ? []
          : [`${metadata.name}: asks ${endpoint.path}`]),
      ];
    }),
};

function weightOf({ metadata }: Manifest): number {
  return Number(metadata.annotations?.["helm.sh/hook-weight"] ?? 0);
}

function rightsOf(owner: string, { name, securityContext = {} }: Container): string[] {
  const { allowPrivilegeEscalation, readOnlyRootFilesystem, privileged, capabilities } = securityContext;
  const { drop = [], add = [] } = (capabilities ?? {}) as { drop?: string[]; add?: string[] };
  return [
    ...(allowPrivilegeEscalation === false ? [] : [`${owner}/${name}: may gain privileges`]),
    ...(readOnlyRootFilesystem === true ? [] : [`${owner}/${name}: may write to its image`]),
    ...(privileged === true ? [`${owner}/${name}: is privileged`] : []),
    ...(drop.includes("ALL") && add.length === 0 ? [] : [`${owner}/${name}: has capabilities`]),
  ];
}

function labelsOf(deployment: Manifest): Record<string, string> {
  return deployment.spec.template.metadata.labels;
}

function firstContainer(deployment: Manifest): Container {
  return deployment.spec.template.spec.containers[0];
}

function containersOf(release: Release) {
  return podsOf(release).flatMap(({ owner, labels, pod }) =>
    pod.containers.map((container) => ({
      name: owner.metadata.name,
      component: labels["app.kubernetes.io/component"] ?? "",
      container,
    })),
  );
}

function perDeployment(
  findings: (component: string, deployment: Manifest, release: Release, facts: CodeFacts) => string[],
): ChartRule {
  return (release, facts) =>
    ofKind(release, "Deployment").flatMap((deployment) =>
      findings(componentOf(deployment), deployment, release, facts),
    );
}

function perContainer(findings: (name: string, container: Container) => string[]): ChartRule {
  return (release) =>
    containersOf(release).flatMap(({ name, container }) => findings(`${name}/${container.name}`, container));
}
