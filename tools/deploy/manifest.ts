// What the checks read of Kubernetes' resources.

export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: kinds have specs of their own; their schemas are checked by kubernetes-validate.
  spec?: any;
  automountServiceAccountToken?: boolean;
  data?: Record<string, string>;
}

export interface Container {
  name: string;
  image: string;
  args?: string[];
  env?: EnvVariable[];
  ports?: { name: string; containerPort: number }[];
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> };
  securityContext?: Record<string, unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  [field: string]: any;
}

export interface EnvVariable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef?: { name: string; key: string } };
}

export interface PodSpec {
  containers: Container[];
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  [field: string]: any;
}

/** One `helm template`: what a cluster would get. */
export interface Release {
  label: string;
  manifests: readonly Manifest[];
}

export function ofKind(release: Release, kind: string): Manifest[] {
  return release.manifests.filter((manifest) => manifest.kind === kind);
}

/** gateway, movies, …, migrate, loader or test. */
export function componentOf({ metadata }: Manifest): string {
  return metadata.labels?.["app.kubernetes.io/component"] ?? "";
}

/** Everything that runs, with the labels of its pods. */
export function podsOf(release: Release): { owner: Manifest; labels: Record<string, string>; pod: PodSpec }[] {
  return release.manifests.flatMap((owner) => {
    if (owner.kind === "Pod") return [{ owner, labels: owner.metadata.labels ?? {}, pod: owner.spec as PodSpec }];
    const template = owner.spec?.template;
    if (template?.spec?.containers === undefined) return [];
    return [{ owner, labels: template.metadata.labels ?? {}, pod: template.spec as PodSpec }];
  });
}

export function selects(
  selector: { matchLabels?: Record<string, string> } | undefined,
  labels: Record<string, string>,
) {
  return Object.entries(selector?.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
}
