// What a chart's tools take but we do not want.
import { AVAILABILITY_RULES } from "./availability-rules.js";
import type { ChartRules } from "./chart-rule.js";
import { EDGE_RULES } from "./edge-rules.js";
import { onlyWhoNeedsItGetsThrough } from "./network-rules.js";
import { PROCESS_RULES } from "./process-rules.js";
import { RIGHTS_RULES } from "./rights-rules.js";

export const CHART_RULES: ChartRules = {
  ...AVAILABILITY_RULES,
  ...RIGHTS_RULES,
  ...PROCESS_RULES,
  ...EDGE_RULES,
  "only who needs it gets through": onlyWhoNeedsItGetsThrough,
};
