import { type FileHandle, mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { lockDataDir } from "@marquee/platform/data-dir/lock-data-dir.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { replaceFile } from "./replace-file.js";
import type { StageCheckpoint, StageNotes } from "./stage-checkpoint.js";
import { EMPTY_LISTS, type ListLengths, STAGE_LISTS, type StageList } from "./stage-lists.js";

/** Where a stage's folder is, below that of its dataset. */
export function stageFolder(datasetFolder: string, stage: string): string {
  return join(datasetFolder, stage.replaceAll(/[^\w.-]+/g, "_").replace(/^\.+/, "_"));
}

export function listFile(folder: string, list: StageList): string {
  return join(folder, `${list}.jsonl`);
}

/**
 * A stage's checkpoint and lists, in a folder that belongs to one process at a time. The checkpoint says how long each list was: what
 * a killed run wrote after it is cut off by the next, so that no line is lost or doubled. Throws DATA_DIR_LOCKED.
 */
export async function openStageFolder(folder: string): Promise<StageNotes> {
  await mkdir(folder, { recursive: true });
  const lock = await lockDataDir(folder);
  try {
    return new StageFolder(folder, lock, await readCheckpoint(join(folder, CHECKPOINT)));
  } catch (error) {
    await lock.close();
    throw error;
  }
}

const CHECKPOINT = "checkpoint.json";

class StageFolder implements StageNotes {
  readonly #files = new Map<StageList, FileHandle>();
  readonly #lengths: ListLengths = { ...EMPTY_LISTS };
  readonly #unsynced = new Set<StageList>();

  constructor(
    private readonly folder: string,
    private readonly lock: { close(): Promise<void> },
    readonly checkpoint: StageCheckpoint | null,
  ) {}

  async startFrom(lengths: Readonly<ListLengths>): Promise<void> {
    for (const list of STAGE_LISTS) {
      const file = await open(listFile(this.folder, list), "a");
      this.#files.set(list, file);
      const { size } = await file.stat();
      if (size < lengths[list]) throw damaged(listFile(this.folder, list), "it is shorter than it was");
      await file.truncate(lengths[list]);
      this.#lengths[list] = lengths[list];
      this.#unsynced.add(list);
    }
  }

  async add(list: StageList, lines: readonly object[]): Promise<void> {
    if (lines.length === 0) return;
    const bytes = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    await this.#files.get(list)?.appendFile(bytes);
    this.#lengths[list] += bytes.length;
    this.#unsynced.add(list);
  }

  lengths(): ListLengths {
    return { ...this.#lengths };
  }

  async save(checkpoint: StageCheckpoint): Promise<void> {
    const lists = [...this.#unsynced];
    this.#unsynced.clear();
    for (const list of lists) await this.#files.get(list)?.datasync();
    await replaceFile(join(this.folder, CHECKPOINT), `${JSON.stringify(checkpoint)}\n`);
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await file.close();
    this.#files.clear();
    await this.lock.close();
  }
}

async function readCheckpoint(path: string): Promise<StageCheckpoint | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as StageCheckpoint;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw damaged(path, (error as Error).message);
  }
}

function damaged(path: string, how: string): AppError {
  return new AppError(
    "STORE_DAMAGED",
    `${path} can't be gone on with (${how}): remove its folder to load from the beginning; what is loaded already changes nothing.`,
  );
}
