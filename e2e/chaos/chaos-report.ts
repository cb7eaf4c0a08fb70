import type { Fault } from "./fault-lane.js";
import type { History } from "./history.js";

export interface ChaosReport {
  seed: number;
  /** By kind of target. */
  faults: Record<string, Record<Fault, number>>;
  faultsTookS: number;
  foldedAfterS: number;
  history: History;
  /** Events of the log, records of the changes, rows of the folded tables. */
  logged: number;
  published: number;
  rows: number;
  rebuiltInS: number;
  /** Empty when every promise was kept. */
  findings: string[];
}

const FINDINGS_SHOWN = 40;

/** As Markdown. */
export function describeChaos(report: ChaosReport): string {
  const { history, findings } = report;
  const { acknowledged, refused, unknown } = history.outcomes;
  const reasons = [...history.reasons].map(([reason, times]) => `${reason} ${times}`).join(", ");
  const faults = Object.entries(report.faults).map(
    ([kind, { kill, stop }]) => `${kind}: ${kill} × kill -9, ${stop} × SIGSTOP`,
  );
  const shown = findings.slice(0, FINDINGS_SHOWN).map((finding) => `  - ${finding}`);
  const hidden = findings.length - shown.length;
  return [
    `- faults for ${report.faultsTookS.toFixed(0)} s (seed ${report.seed}): ${faults.join("; ")}`,
    `- writes: ${acknowledged} acknowledged, ${refused} refused, ${unknown} of unknown outcome${reasons === "" ? "" : ` (${reasons})`}`,
    `- the slowest answer took ${(history.slowestMs / 1000).toFixed(1)} s; the longest time without any acknowledgement was ${(history.longestSilenceMs / 1000).toFixed(1)} s`,
    `- everything was folded ${report.foldedAfterS.toFixed(1)} s after the last write; ${report.logged} events in the log, ${report.published} records published`,
    `- rebuilt from offset 0 in ${report.rebuiltInS.toFixed(1)} s: ${report.rows} rows compared`,
    findings.length === 0 ? "- findings: none" : `- **findings: ${findings.length}**`,
    ...shown,
    ...(hidden > 0 ? [`  - and ${hidden} more`] : []),
    "",
  ].join("\n");
}
