import { type FileHandle, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import { makeFolder } from "@marquee/platform/data-dir/make-folder.js";

/** Where files of datasets lie. Names are checked before they come here. */
export interface DatasetFiles {
  /** The path of a stored file. */
  pathOf(dataset: string, file: string): string;
  /** A new file that nobody sees until it is kept. */
  begin(): Promise<UnfinishedFile>;
  /** Whether all of these are here, whole. */
  has(dataset: string, files: Readonly<Record<string, { bytes: number }>>): Promise<boolean>;
  removeFile(dataset: string, file: string): Promise<void>;
  removeAll(dataset: string): Promise<void>;
}

export interface UnfinishedFile {
  write(chunk: Uint8Array): Promise<void>;
  /** Makes it durable under its name; one of the same name gives way. */
  keep(dataset: string, file: string): Promise<void>;
  /** Nothing of it is left, unless it was kept. */
  discard(): Promise<void>;
}

/** What a process that was killed left behind is told by nobody having written to it for so long. */
const LEFT_BEHIND_MS = 10 * 60 * 1000;

/** Below `folder`: `files/DATASET/FILE`, and `uploads/` for what is coming, on the same file system. */
export function datasetFiles(folder: string, clock: Clock): DatasetFiles {
  const filesOf = (dataset: string): string => join(folder, "files", dataset);
  const uploads = join(folder, "uploads");
  return {
    pathOf: (dataset, file) => join(filesOf(dataset), file),
    async begin() {
      await makeFolder(uploads);
      await removeLeftBehind(uploads, clock);
      const path = join(uploads, uuidV7(clock));
      return new Upload(path, await open(path, "wx", 0o600), filesOf);
    },
    async has(dataset, files) {
      const sizes = await Promise.all(
        Object.entries(files).map(async ([file, { bytes }]) => {
          const found = await stat(join(filesOf(dataset), file)).catch(() => undefined);
          return found?.size === bytes;
        }),
      );
      return sizes.every(Boolean);
    },
    removeFile: (dataset, file) => rm(join(filesOf(dataset), file), { force: true }),
    removeAll: (dataset) => rm(filesOf(dataset), { recursive: true, force: true }),
  };
}

class Upload implements UnfinishedFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #filesOf: (dataset: string) => string;
  #closed = false;

  constructor(path: string, file: FileHandle, filesOf: (dataset: string) => string) {
    this.#path = path;
    this.#file = file;
    this.#filesOf = filesOf;
  }

  async write(chunk: Uint8Array): Promise<void> {
    // Asked to write, a system may write less.
    for (let done = 0; done < chunk.length; ) done += (await this.#file.write(chunk, done)).bytesWritten;
  }

  async keep(dataset: string, file: string): Promise<void> {
    await this.#file.sync();
    await this.#close();
    const folder = this.#filesOf(dataset);
    await makeFolder(folder);
    await rename(this.#path, join(folder, file));
    await syncFolder(folder);
  }

  async discard(): Promise<void> {
    await this.#close();
    await rm(this.#path, { force: true });
  }

  async #close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#file.close();
  }
}

/** Without it a rename may be forgotten when the power goes. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function removeLeftBehind(uploads: string, clock: Clock): Promise<void> {
  for (const name of await readdir(uploads)) {
    const path = join(uploads, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && clock.now() - found.mtimeMs > LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}
