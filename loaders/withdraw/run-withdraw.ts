import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import { lockDataDir } from "@marquee/platform/data-dir/lock-data-dir.js";
import type { EngineParts } from "@marquee/platform/engines/open-engines.js";
import { renewEdition } from "../run/edition.js";
import { finishFirst } from "../run/finish-first.js";
import { openLoadTarget } from "../run/open-load-target.js";
import { type WithdrawalProgress, type WithdrawalReport, withdrawDataset } from "./withdraw-dataset.js";
import { openWithdrawalNotes } from "./withdrawal-notes.js";

export interface WithdrawRun extends WithdrawalReport {
  dataset: string;
  /** What becomes of it, for a person. */
  folded: string;
}

/** `npm run load -- --delete NAME`, without its terminal. Throws DATA_DIR_LOCKED while the dataset is being loaded on this machine. */
export async function runWithdraw(
  config: EngineConfig,
  dataset: string,
  parts: EngineParts & { onProgress(progress: WithdrawalProgress): void },
): Promise<WithdrawRun> {
  const { lifecycle, clock, signal, onProgress } = parts;
  const folder = join(config.DATA_DIR, "imports", dataset);
  await mkdir(folder, { recursive: true });
  const stages = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of stages) {
    const lock = await lockDataDir(join(folder, name));
    lifecycle.onClose(`${name}'s folder`, () => lock.close());
  }
  const { log, registry, folded } = await openLoadTarget(config, parts);
  // Registered after the engines, and so closed before them: what is under way gets into the log.
  return finishFirst(lifecycle, "withdrawal", async () => {
    const notes = openWithdrawalNotes(folder);
    const report = await withdrawDataset({ dataset, log, registry, notes, onProgress, now: () => clock.now(), signal });
    if (report.outcome === "withdrawn") {
      // The edition first: what is loaded after a crash in between must not be taken for what went.
      await renewEdition(folder, clock.now());
      for (const { name } of stages) await rm(join(folder, name), { recursive: true, force: true });
      await notes.clear();
    }
    return { ...report, dataset, folded };
  });
}
