/** What `npm run check:deploy` runs beside Node, each pinned; an entry that changes is installed beside the old one. */
export const TOOL_VERSIONS = {
  helm: { go: "helm.sh/helm/v3/cmd/helm", version: "3.22.0" },
  "kube-score": { go: "github.com/zegl/kube-score/cmd/kube-score", version: "1.20.0" },
  "helm-docs": { go: "github.com/norwoodj/helm-docs/cmd/helm-docs", version: "1.14.2" },
  /** Has the schemas of Kubernetes 1.25 to 1.37. */
  "kubernetes-validate": { python: "kubernetes-validate", version: "1.37.0" },
  /** Debian's own, whichever its release has from this one on: what is used of it has not changed since. */
  promtool: { debian: "prometheus", version: "2.42.0" },
} as const;

export type ToolName = keyof typeof TOOL_VERSIONS;

/** Of Kubernetes: from what the chart asks for to the newest that kubernetes-validate knows. */
export const KUBERNETES_VERSIONS = ["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35", "1.36", "1.37"] as const;
