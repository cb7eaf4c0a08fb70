// Fails when a package that must be there once is there twice, or a dependency is not pinned to one exact version.
import { readFileSync } from "node:fs";

/** Two of these in one tree, and queries fail in ways that are hard to read. */
const ONE_COPY_EACH = [
  "graphql",
  "@apollo/federation-internals",
  "@apollo/query-planner",
  "@apollo/composition",
  "@opentelemetry/api",
];

interface Lock {
  packages: Record<string, { version?: string; link?: boolean; resolved?: string }>;
}

const faults: string[] = [];
const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
for (const name of ONE_COPY_EACH) {
  const copies = Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));
  if (copies.length !== 1) faults.push(`${name} is installed ${copies.length} times: ${copies.join(", ")}`);
}
for (const [path, { link, resolved }] of Object.entries(packages)) {
  if (link !== true && resolved !== undefined)
    faults.push(`package-lock.json names where ${path} came from; see .npmrc`);
}
const manifests = ["package.json", ...Object.keys(packages).flatMap((path) => workspaceManifest(path))];
for (const manifest of manifests) {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(manifest, "utf8")) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (!/^\d+\.\d+\.\d+$/.test(version)) faults.push(`${manifest}: pin ${name} to one version, not ${version}`);
  }
}
if (faults.length > 0) {
  console.error(["Packages:", ...faults].join("\n  "));
  process.exit(1);
}
console.log(`packages: ${manifests.length} manifests pinned, one copy each of ${ONE_COPY_EACH.join(", ")}`);

function workspaceManifest(path: string): string[] {
  return path === "" || path.includes("node_modules") ? [] : [`${path}/package.json`];
}
