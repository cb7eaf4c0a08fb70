// Loads a folder in a process of its own, which kills itself at a point that it is told: `load-child.ts DATA_DIR FOLDER POINT`.
import { join } from "node:path";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { openLogOfDataDir } from "@marquee/platform/engines/open-log-of-data-dir.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { openDataset } from "../formats/open-dataset.js";
import { loadDataset } from "../run/load-dataset.js";
import { openStageFolder, stageFolder } from "../run/stage-folder.js";
import { openEmbeddedTitleRegistry } from "../titles/open-embedded-title-registry.js";
import type { TitleRegistry } from "../titles/title-registry.js";

const [dataDir = "", folder = "", point = ""] = process.argv.slice(2);
let points = Number(point);

/** Before and behind everything that is written; nothing of the process is left when it is the one. */
function passPoint(): void {
  points -= 1;
  if (points === 0) process.kill(process.pid, "SIGKILL");
}

const shared = { clock: systemClock, logger: silentLogger };
const { log, close } = await openLogOfDataDir({ ...shared, dataDir, partitions: 4 });
const registry = await openEmbeddedTitleRegistry({ ...shared, dataDir, log });
const { stages } = await openDataset({ kind: null, paths: [folder] });
const loaded = await loadDataset({
  dataset: "movielens",
  edition: "",
  stages,
  sideBySide: 1,
  read: (stage, rows) => stage.read(rows),
  readAs: "",
  async openNotes({ name }) {
    const notes = await openStageFolder(stageFolder(join(dataDir, "imports", "movielens"), name));
    return Object.assign(notes, { save: between(notes.save.bind(notes)), add: between(notes.add.bind(notes)) });
  },
  target: { log: mortalLog(log), registry: mortalRegistry(registry) },
  window: { ratings: 2_000, bytes: 32 * 1024 * 1024 },
  onProgress() {},
  now: () => performance.now(),
  signal: new AbortController().signal,
});
await registry.close();
await close();
process.stdout.write(JSON.stringify({ loaded, points: Number(point) - points }));

function between<Args extends unknown[], Result>(step: (...args: Args) => Promise<Result>) {
  return async (...args: Args): Promise<Result> => {
    passPoint();
    const result = await step(...args);
    passPoint();
    return result;
  };
}

function mortalLog(own: EventLog): EventLog {
  return Object.assign(Object.create(own), { append: between(own.append.bind(own)) });
}

function mortalRegistry(own: TitleRegistry): TitleRegistry {
  const prepare: TitleRegistry["prepare"] = async (dataset, records) => {
    const prepared = await own.prepare(dataset, records);
    return { ...prepared, commit: between(() => prepared.commit()) };
  };
  return Object.assign(Object.create(own), { prepare });
}
