// Every check of what deploys Marquee. Each is told a folder that holds the files, so that it can be tried on broken ones.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertFindings } from "./alert-rules.js";
import { CHART_RULES } from "./chart-rules.js";
import { CODE_FACTS } from "./code-facts.js";
import { exampleFindings } from "./example-rules.js";
import { helmDocsArguments } from "./helm-docs-arguments.js";
import { CHART, parseRelease, RELEASES, renderText, valueArguments } from "./render-chart.js";
import { KUBERNETES_VERSIONS, type ToolName } from "./tool-versions.js";
import { variableFindings } from "./variable-rules.js";

export interface DeployCheck {
  needs: readonly ToolName[];
  /**
   * One line a fault; none means that all is well. `tool` gives a program's path, `root` is where charts/ and deploy/ lie. `quick`: for one
   * version of Kubernetes, where there are many.
   */
  run(root: string, tool: (name: ToolName) => string, quick?: boolean): string[];
}

export const DEPLOY_CHECKS: Readonly<Record<string, DeployCheck>> = {
  "helm lint": {
    needs: ["helm"],
    run: (root, tool) =>
      RELEASES.flatMap((release) => {
        const args = ["lint", "--strict", "--quiet", "--kube-version", "1.31.0", join(root, CHART)];
        return failures(release.label, tool("helm"), [...args, ...valueArguments(join(root, CHART), release)]);
      }),
  },

  "helm template": {
    needs: ["helm"],
    run: (root, tool) =>
      RELEASES.flatMap((release) => {
        const oldest = renderText(tool("helm"), join(root, CHART), release, KUBERNETES_VERSIONS[0]);
        return oldest.error === undefined ? [] : [`${release.label}: ${oldest.error}`];
      }),
  },

  "what is rendered": {
    needs: ["helm"],
    run: (root, tool) => {
      const releases = renderAll(root, tool("helm")).map(({ label, text }) => parseRelease(label, text));
      return [
        ...releases.flatMap((release) =>
          Object.entries(CHART_RULES).flatMap(([rule, findIn]) =>
            findIn(release, CODE_FACTS).map((finding) => `${release.label}: ${finding} (${rule})`),
          ),
        ),
        ...variableFindings(releases, readFileSync(join(root, CHART, "values.schema.json"), "utf8"), CODE_FACTS),
      ];
    },
  },

  "kubernetes-validate": {
    needs: ["helm", "kubernetes-validate"],
    run: (root, tool, quick = false) =>
      inFiles(renderAll(root, tool("helm")), (files) =>
        KUBERNETES_VERSIONS.slice(quick ? -1 : 0).flatMap((version) =>
          failures(version, tool("kubernetes-validate"), ["-k", version, "--strict", "--quiet", "--no-warn", ...files]),
        ),
      ),
  },

  "kube-score": {
    needs: ["helm", "kube-score"],
    run: (root, tool) =>
      inFiles(renderAll(root, tool("helm")), (files) =>
        files.flatMap((file) => {
          const done = spawnSync(tool("kube-score"), ["score", "-o", "ci", "--kubernetes-version", "v1.31", file], {
            encoding: "utf8",
          });
          const critical = done.stdout.split("\n").filter((line) => line.startsWith("[CRITICAL]"));
          return done.stdout === "" ? [done.error?.message ?? done.stderr] : critical;
        }),
      ),
  },

  "helm-docs": {
    needs: ["helm-docs"],
    run: (root, tool) => {
      const done = spawnSync(tool("helm-docs"), [...helmDocsArguments(root), "--dry-run"], { encoding: "utf8" });
      if (done.status !== 0) return [done.error?.message ?? done.stderr];
      const same = done.stdout.trim() === readFileSync(join(root, CHART, "README.md"), "utf8").trim();
      return same ? [] : ["README.md is out of date: run `npm run chart-docs` and commit it"];
    },
  },

  "promtool check": {
    needs: ["promtool"],
    run: (root, tool) => [
      ...failures("rules", tool("promtool"), ["check", "rules", ...ruleFiles(root)]),
      ...failures("prometheus.yml", tool("promtool"), [
        "check",
        "config",
        "--syntax-only",
        join(root, "deploy/observe/prometheus.yml"),
      ]),
    ],
  },

  "promtool test": {
    needs: ["promtool"],
    run: (root, tool) => {
      const folder = join(root, CHART, "rules/tests");
      const tests = readdirSync(folder).map((file) => join(folder, file));
      return failures("rules", tool("promtool"), ["test", "rules", ...tests]);
    },
  },

  "alerts and dashboards": { needs: [], run: (root) => alertFindings(root) },

  examples: { needs: [], run: (root) => exampleFindings(join(root, CHART, "examples")) },
};

function ruleFiles(root: string): string[] {
  const folder = join(root, CHART, "rules");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(folder, file));
}

function renderAll(root: string, helm: string): { label: string; text: string }[] {
  return RELEASES.map((release) => {
    const { text, error } = renderText(helm, join(root, CHART), release);
    if (text === undefined) throw new Error(`${release.label}: ${error}`);
    return { label: release.label, text };
  });
}

function inFiles(rendered: readonly { label: string; text: string }[], use: (files: string[]) => string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "marquee-deploy-"));
  try {
    const files = rendered.map(({ label, text }) => {
      const file = join(folder, `${label.replaceAll(/\W+/g, "-")}.yaml`);
      writeFileSync(file, text);
      return file;
    });
    return use(files);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function failures(label: string, program: string, args: readonly string[]): string[] {
  const done = spawnSync(program, args, { encoding: "utf8", maxBuffer: 2 ** 26 });
  if (done.status === 0) return [];
  return [`${label}: ${done.error?.message ?? `${done.stdout}${done.stderr}`.trim()}`];
}
