/** Reads a .dockerignore: the last pattern that fits a file, or a folder above it, decides. Paths are relative, with forward slashes. */
export function parseDockerIgnore(text: string): (path: string) => boolean {
  const patterns = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => ({ ignores: !line.startsWith("!"), fits: toExpression(line.replace(/^!/, "")) }));
  return (path) => {
    const steps = path.split("/").map((_, index, parts) => parts.slice(0, index + 1).join("/"));
    const last = patterns.findLast(({ fits }) => steps.some((step) => fits.test(step)));
    return last?.ignores ?? false;
  };
}

function toExpression(pattern: string): RegExp {
  const source = pattern
    .replace(/^\/|\/$/g, "")
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?|\*|\?/g, (wildcard) => ({ "*": "[^/]*", "?": "[^/]", "**": ".*" })[wildcard] ?? "(?:.*/)?");
  return new RegExp(`^${source}$`);
}
