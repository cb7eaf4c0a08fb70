import { readFileSync } from "node:fs";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { sourceFiles } from "../source-files.js";

const DECLARED = /\.(counter|gauge|histogram)\(\{\s*name: "(\w+)"/g;
const SAMPLES = { counter: [""], gauge: [""], histogram: ["_bucket", "_sum", "_count"] } as const;

const own = await createMetrics({ processMetrics: true }).render();

/** Every series that our processes can show, whatever its labels; `up` is Prometheus' own. */
export function knownSeries(): Set<string> {
  const known = new Set(["up"]);
  for (const file of sourceFiles().filter((path) => !path.endsWith(".test.ts"))) {
    for (const [, kind, name] of readFileSync(file, "utf8").matchAll(DECLARED)) {
      for (const suffix of SAMPLES[kind as keyof typeof SAMPLES]) known.add(`${name}${suffix}`);
    }
  }
  for (const [, name = ""] of own.matchAll(/^# TYPE (\w+)/gm)) known.add(name);
  return known;
}
