// What processes may do and take, and who they are.
import { type ChartRules, containersOf, perContainer, perDeployment, SUBGRAPHS } from "./chart-rule.js";
import { type Container, ofKind, podsOf } from "./manifest.js";

const KEYS = ["CURSOR_KEYS", "GATEWAY_SECRETS", "JWT_KEYS"];

export const RIGHTS_RULES: ChartRules = {
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
};

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
