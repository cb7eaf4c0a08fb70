import type { LoadedStage } from "./load-dataset.js";
import { type RunCounts, sumCounts, total } from "./run-counts.js";

/** What `--json` prints last. */
export interface RunReport {
  dataset: string;
  kind: string;
  stages: LoadedStage[];
  counts: RunCounts;
  /** Spent by all runs together. */
  seconds: number;
}

export function reportOf(dataset: string, kind: string, stages: LoadedStage[]): RunReport {
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  return { dataset, kind, stages, counts: sumCounts(stages.map(({ counts }) => counts)), seconds };
}

/** For a person; `listed` says where a stage's list is. */
export function describeReport(
  { stages, counts, seconds }: RunReport,
  listed: (stage: string, list: "rejects" | "joined-by-title" | "ambiguous") => string,
): string {
  const lines = stages.flatMap((stage) => [
    `${stage.stage}${OUTCOMES[stage.outcome]}: ${describeRows(stage.counts, stage.seconds)}`,
    ...describeDetails(stage.counts, (list) => ` (${listed(stage.stage, list)})`),
  ]);
  if (stages.length > 1) lines.push(`in all: ${describeRows(counts, seconds)}`, ...describeDetails(counts, () => ""));
  return lines.map((line) => `${line}\n`).join("");
}

const OUTCOMES = { loaded: "", "already-loaded": " (already loaded)", stopped: " (so far)" } as const;

function describeRows(counts: RunCounts, seconds: number): string {
  const duplicate = total(onlyDuplicates(counts.skipped, true));
  const rate = seconds > 0 ? `, ${number(Math.round(counts.read / seconds))} rows/s` : "";
  return [
    `${number(counts.read)} read`,
    `${number(counts.accepted)} accepted`,
    `${number(duplicate)} duplicate`,
    `${number(total(counts.rejected))} rejected; ${seconds.toFixed(1)} s${rate}`,
  ].join(", ");
}

function describeDetails(
  counts: RunCounts,
  where: (list: "rejects" | "joined-by-title" | "ambiguous") => string,
): string[] {
  const { joinedById, joinedByTitle, ambiguous } = counts;
  const joined = [
    ...(joinedById > 0 ? [`${number(joinedById)} by id`] : []),
    ...(joinedByTitle > 0 ? [`${number(joinedByTitle)} by title alone${where("joined-by-title")}`] : []),
  ];
  return [
    ...(joined.length > 0 ? [`  joined with other datasets: ${joined.join(", ")}`] : []),
    ...(ambiguous > 0 ? [`  ambiguous titles, kept apart: ${number(ambiguous)}${where("ambiguous")}`] : []),
    ...describeEach(`rejected${where("rejects")}`, counts.rejected),
    ...describeEach("left out", onlyDuplicates(counts.skipped, false)),
    ...describeEach("cleaned", counts.cleaned),
  ];
}

function onlyDuplicates(skipped: Readonly<Record<string, number>>, wanted: boolean): Record<string, number> {
  return Object.fromEntries(Object.entries(skipped).filter(([code]) => code.startsWith("DUPLICATE") === wanted));
}

function describeEach(what: string, byName: Readonly<Record<string, number>>): string[] {
  const each = Object.entries(byName).sort(([one], [other]) => one.localeCompare(other, "en"));
  return each.length === 0 ? [] : [`  ${what}: ${each.map(([name, count]) => `${name} ${number(count)}`).join(", ")}`];
}

function number(value: number): string {
  return value.toLocaleString("en");
}
