import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { MinHeap } from "./min-heap.js";
import { makeSortFolder, type SortFolder } from "./sort-folder.js";

/** What is sorted at once in memory. */
const RUN_CHARACTERS = 16_777_216;
const RUN_ITEMS = 131_072;
const BLOCK_ITEMS = 2_000;
/** Of a run that is read back. With a thousand runs these are 64 MiB, for 130 million items. */
const READ_BYTES = 65_536;

/**
 * Any number of texts without line feeds, in order of their UTF-16 units, in flat memory: sorted runs are put into a folder of the
 * system for temporary files and merged. They need as much room there as the texts have; `close` frees it.
 */
export class ItemSorter {
  readonly #runs = new Runs();
  #run: string[] = [];
  #characters = 0;

  /** True when `spill` is due. */
  add(item: string): boolean {
    this.#run.push(item);
    this.#characters += item.length;
    return this.#run.length >= RUN_ITEMS || this.#characters >= RUN_CHARACTERS;
  }

  async spill(): Promise<void> {
    if (this.#run.length > 0) await this.#runs.write(this.#run.sort());
    this.#run = [];
    this.#characters = 0;
  }

  /** All of them, once. */
  async *sorted(): AsyncIterable<string[]> {
    if (this.#runs.count > 0) {
      await this.spill();
      yield* this.#runs.merged();
      return;
    }
    const run = this.#run.sort();
    this.#run = [];
    for (let at = 0; at < run.length; at += BLOCK_ITEMS) yield run.slice(at, at + BLOCK_ITEMS);
  }

  close(): Promise<void> {
    return this.#runs.remove();
  }
}

class Runs {
  #folder: SortFolder | null = null;
  readonly #paths: string[] = [];

  get count(): number {
    return this.#paths.length;
  }

  async write(items: readonly string[]): Promise<void> {
    this.#folder ??= await makeSortFolder();
    const path = join(this.#folder.path, String(this.#paths.length));
    const file = await open(path, "wx", 0o600);
    try {
      for (let at = 0; at < items.length; at += BLOCK_ITEMS) {
        await file.write(`${items.slice(at, at + BLOCK_ITEMS).join("\n")}\n`);
      }
    } finally {
      await file.close();
    }
    this.#paths.push(path);
  }

  async *merged(): AsyncIterable<string[]> {
    const readers = this.#paths.map((path) => new RunReader(path));
    try {
      const heap = new MinHeap<RunReader>((a, b) => a.head < b.head);
      for (const reader of readers) if (await reader.fill()) heap.push(reader);
      let block: string[] = [];
      for (let reader = heap.top; reader !== undefined; reader = heap.top) {
        block.push(reader.head);
        if (reader.next() || (await reader.fill())) heap.sinkTop();
        else heap.pop();
        if (block.length < BLOCK_ITEMS) continue;
        yield block;
        block = [];
      }
      if (block.length > 0) yield block;
    } finally {
      for (const reader of readers) reader.close();
    }
  }

  async remove(): Promise<void> {
    await this.#folder?.remove();
  }
}

class RunReader {
  readonly #stream;
  readonly #chunks: AsyncIterator<string>;
  #items: string[] = [];
  #at = 0;
  #rest = "";

  constructor(path: string) {
    this.#stream = createReadStream(path, { encoding: "utf8", highWaterMark: READ_BYTES });
    this.#chunks = this.#stream[Symbol.asyncIterator]();
  }

  get head(): string {
    return this.#items[this.#at] ?? "";
  }

  /** Goes to the next item that is in memory; false when there is none. */
  next(): boolean {
    this.#at += 1;
    return this.#at < this.#items.length;
  }

  /** Reads on; false at the end. */
  async fill(): Promise<boolean> {
    this.#items = [];
    this.#at = 0;
    while (this.#items.length === 0) {
      const chunk = await this.#chunks.next();
      if (chunk.done === true) return false;
      this.#items = (this.#rest + chunk.value).split("\n");
      this.#rest = this.#items.pop() ?? "";
    }
    return true;
  }

  close(): void {
    this.#stream.destroy();
  }
}
