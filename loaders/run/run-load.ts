import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import type { EngineParts } from "@marquee/platform/engines/open-engines.js";
import { openDataset } from "../formats/open-dataset.js";
import type { DatasetKind, OpenDatasetOptions } from "../records/dataset-kind.js";
import { type RunReport, reportOf } from "./describe-report.js";
import { dryNotes } from "./dry-notes.js";
import { editionToLoad } from "./edition.js";
import { finishFirst } from "./finish-first.js";
import type { LoadArguments } from "./load-arguments.js";
import { type DatasetProgress, type LoadedStage, loadDataset } from "./load-dataset.js";
import type { WindowLimits } from "./load-stage.js";
import { openLoadTarget } from "./open-load-target.js";
import { readInThread } from "./read-in-thread.js";
import { openRejectsFile } from "./rejects-file.js";
import { listFile, openStageFolder, stageFolder } from "./stage-folder.js";
import type { StageList } from "./stage-lists.js";

export interface LoadRun {
  report: RunReport;
  /** Every stage was loaded to its end, now or before. */
  complete: boolean;
  /** What becomes of it, for a person; null when nothing was sent. */
  folded: string | null;
  /** Where a stage's list is. */
  listed(stage: string, list: StageList): string;
}

export interface LoadRunParts extends EngineParts {
  onProgress(progress: DatasetProgress): void;
  onStage(stage: LoadedStage): void;
  window?: WindowLimits;
}

/** Of popular movies thousands of ratings come together in it, and of most movies some. */
const WINDOW: WindowLimits = { ratings: 1_000_000, bytes: 48 * 1024 * 1024 };

/** Kinds of which each part brings the titles that it speaks of. */
const IN_PARTS: readonly DatasetKind[] = ["imdb-reviews"];

/** The command, without its terminal. Throws BAD_USER_INPUT for files that can't be loaded, and what reading and the engines throw. */
export async function runLoad(config: EngineConfig, args: LoadArguments, parts: LoadRunParts): Promise<LoadRun> {
  const { lifecycle, clock, signal, onProgress, onStage } = parts;
  const { paths, limit, encoding, dryRun } = args;
  const { kind, stages } = await openDataset({ kind: args.kind, paths, limit, encoding });
  const dataset = args.dataset ?? kind;
  const rejects = args.rejects === undefined ? null : await openRejectsFile(args.rejects);
  if (rejects !== null) lifecycle.onClose("rejects file", () => rejects.close());
  const target = dryRun ? null : await openLoadTarget(config, parts);
  const datasetFolder = join(config.DATA_DIR, "imports", dataset);
  const listed = (stage: string, list: StageList): string =>
    dryRun ? (args.rejects ?? "--rejects FILE lists them") : listFile(stageFolder(datasetFolder, stage), list);

  const options: OpenDatasetOptions = { kind, paths, limit, encoding };
  // Registered after the engines, and so closed before them: what is under way gets into the log.
  const loaded = await finishFirst(lifecycle, "load", async () =>
    loadDataset({
      dataset,
      edition: dryRun ? "" : await editionToLoad(datasetFolder),
      stages,
      sideBySide: IN_PARTS.includes(kind) ? Math.max(1, availableParallelism() - 1) : 1,
      // Standard input is read once, where it was opened.
      read: (stage, rows) =>
        paths.includes("-") ? stage.read(rows, signal) : readInThread(options, stage.name, rows, signal),
      readAs: `${encoding ?? "-"} ${limit ?? "-"}`,
      openNotes: async (stage) =>
        dryRun
          ? dryNotes(async (lines) => rejects?.add(lines))
          : openStageFolder(stageFolder(datasetFolder, stage.name)),
      target,
      window: parts.window ?? WINDOW,
      onProgress,
      onStage,
      now: () => clock.now(),
      signal,
    }),
  );
  if (!dryRun) await rejects?.gather(loaded.map(({ stage }) => listed(stage, "rejects")));
  const complete = loaded.length === stages.length && loaded.every(({ outcome }) => outcome !== "stopped");
  return { report: reportOf(dataset, kind, loaded), complete, folded: target?.folded ?? null, listed };
}
