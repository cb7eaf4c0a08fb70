import { join } from "node:path";
import { CHART } from "./render-chart.js";

/** Values in the order of the file; nothing about the tool itself. */
export function helmDocsArguments(root: string): string[] {
  return ["--chart-search-root", join(root, CHART), "--sort-values-order", "file", "--log-level", "error"];
}
