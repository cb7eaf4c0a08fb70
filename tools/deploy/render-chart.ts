import { spawnSync } from "node:child_process";
import { parseAllDocuments } from "yaml";
import type { Manifest, Release } from "./manifest.js";

export const CHART = "charts/marquee";

/** A release to render: its name for people, and what helm is given. */
export interface ReleaseCase {
  label: string;
  values: readonly string[];
  set?: readonly string[];
}

/** Every values file, and of the three regions each: what a cluster somewhere would get. Paths are within the chart. */
export const RELEASES: readonly ReleaseCase[] = [
  { label: "small", values: ["values/small.yaml"] },
  { label: "production", values: ["values/production.yaml"] },
  ...["india", "usa", "uk"].map((region) => ({
    label: `three-region, ${region}`,
    values: ["values/production.yaml", "values/three-region.yaml"],
    set: [`region=${region}`],
  })),
  { label: "everything", values: ["ci/everything-values.yaml"] },
];

export type Rendered = { text: string; error?: never } | { text?: never; error: string };

/** What helm makes of it, as text or as its complaint. */
export function renderText(helm: string, chart: string, release: ReleaseCase, kubernetes = "1.31"): Rendered {
  const args = ["template", "marquee", chart, "--namespace", "marquee", "--kube-version", `${kubernetes}.0`];
  const done = spawnSync(helm, [...args, ...valueArguments(chart, release)], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return done.status === 0 ? { text: done.stdout } : { error: done.error?.message ?? done.stderr.trim() };
}

export function valueArguments(chart: string, { values, set = [] }: ReleaseCase): string[] {
  return [...values.flatMap((file) => ["--values", `${chart}/${file}`]), ...set.flatMap((one) => ["--set", one])];
}

export function parseRelease(label: string, text: string): Release {
  const manifests = parseAllDocuments(text, { uniqueKeys: true }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(`${label}: ${document.errors[0]?.message}`);
    const manifest = document.toJS() as Manifest | null;
    return manifest === null ? [] : [manifest];
  });
  return { label, manifests };
}
