// Writes charts/marquee/README.md from README.md.gotmpl and the comments in values.yaml.
import { execFileSync } from "node:child_process";
import { helmDocsArguments } from "./deploy/helm-docs-arguments.js";
import { installTool } from "./deploy/tool-cache.js";

execFileSync(installTool("helm-docs", process.env), helmDocsArguments("."), { stdio: "inherit" });
