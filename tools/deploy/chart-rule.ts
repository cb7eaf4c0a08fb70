// What the rules on a rendered chart have in common.
import type { CodeFacts } from "./code-facts.js";
import { type Container, componentOf, type Manifest, ofKind, podsOf, type Release } from "./manifest.js";

/** Gives its findings, one line each; none means that all is well. */
export type ChartRule = (release: Release, facts: CodeFacts) => string[];

export type ChartRules = Readonly<Record<string, ChartRule>>;

export const SUBGRAPHS: readonly string[] = ["movies", "reviews", "ratings", "accounts"];

export function labelsOf(deployment: Manifest): Record<string, string> {
  return deployment.spec.template.metadata.labels;
}

export function firstContainer(deployment: Manifest): Container {
  return deployment.spec.template.spec.containers[0];
}

export function containersOf(release: Release) {
  return podsOf(release).flatMap(({ owner, labels, pod }) =>
    pod.containers.map((container) => ({
      name: owner.metadata.name,
      component: labels["app.kubernetes.io/component"] ?? "",
      container,
    })),
  );
}

export function perDeployment(
  findings: (component: string, deployment: Manifest, release: Release, facts: CodeFacts) => string[],
): ChartRule {
  return (release, facts) =>
    ofKind(release, "Deployment").flatMap((deployment) =>
      findings(componentOf(deployment), deployment, release, facts),
    );
}

export function perContainer(findings: (name: string, container: Container) => string[]): ChartRule {
  return (release) =>
    containersOf(release).flatMap(({ name, container }) => findings(`${name}/${container.name}`, container));
}
