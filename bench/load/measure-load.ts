import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeBare } from "./libsql-bare-writer.js";
import { type EngineName, openPlace, type Place } from "./places.js";
import { lastLine, type Ran, runProgram } from "./run-program.js";

export interface LoadFigures {
  rows: number;
  /** Into the log. */
  load: { seconds: number; cpuSeconds: number; maxMebibytes: number };
  /** Into the tables; null when only loading is measured. */
  fold: { seconds: number; cpuSeconds: number; maxMebibytes: number } | null;
  /** The same rows by a bare libsql loop; null where there is none. */
  bare: { seconds: number; rows: number } | null;
  check: Check | null;
}

export interface Check {
  movies: number;
  /** Movies whose count differs. */
  counts: number;
  /** The largest difference. */
  mean: number;
  standardDeviation: number;
  ranked: number;
  misplaced: number;
}

export interface MeasureOptions {
  engines: EngineName;
  /** A MovieLens "latest" folder. */
  folder: string;
  /** For files of this run. */
  scratch: string;
  loadOnly: boolean;
  withoutBare: boolean;
}

/** Loads a folder into an empty place, folds it, and holds it against the file. */
export async function measureLoad(options: MeasureOptions): Promise<LoadFigures> {
  const { engines, folder, scratch, loadOnly } = options;
  const place = await openPlace(engines, join(scratch, `data-${engines}`));
  try {
    const loaded = await runProgram("loaders/dist/main.js", [folder, "--json"], place.environment);
    const { stages } = lastLine<{ stages: { stage: string; seconds: number; counts: { read: number } }[] }>(loaded);
    const ratings = stages.find(({ stage }) => stage === "ratings.csv");
    if (ratings === undefined) throw new Error(`${folder} has no ratings.csv`);
    const load = { ...usage(loaded), seconds: ratings.seconds };
    const figures = { rows: ratings.counts.read, load };
    if (loadOnly) return { ...figures, fold: null, bare: null, check: null };
    return { ...figures, ...(await foldAndCheck(options, place)) };
  } finally {
    await place.remove();
  }
}

async function foldAndCheck({ engines, folder, scratch, withoutBare }: MeasureOptions, place: Place) {
  const folded = await runProgram("bench/dist/load/fold-main.js", [], place.environment);
  const fold = { ...usage(folded), seconds: lastLine<{ seconds: number }>(folded).seconds };
  const bareFile = join(scratch, "bare.db");
  const bare = engines === "embedded" && !withoutBare ? writeBare(join(place.dataDir, "marquee.db"), bareFile) : null;
  await rm(bareFile, { force: true });
  const checked = await runProgram("bench/dist/load/check-main.js", [folder], place.environment);
  return { fold, bare, check: lastLine<Check>(checked) };
}

function usage({ cpuSeconds, maxMebibytes }: Ran): { cpuSeconds: number; maxMebibytes: number } {
  return { cpuSeconds, maxMebibytes };
}
