import type { ReplayGate, ReplayTurn } from "./replay-gate.js";

/** Small pages are gone before the collector takes what is in them for old. */
const MOST_RECORDS = 100;
const PAGE_BYTES = 64 * 1024;

/** What one feed has read from the store since it was last live, and how large its next page may be. */
export class ReplayBudget {
  readonly #gate: ReplayGate | undefined;
  #records = 0;
  #bytes = 0;
  #end: (() => void) | undefined;

  constructor(gate: ReplayGate | undefined) {
    this.#gate = gate;
  }

  /** So many records that a page stays small, however large they are, and that it takes no more than one may. */
  get pageRecords(): number {
    const left = this.#gate === undefined ? MOST_RECORDS : this.#gate.limits.records - this.#records;
    if (this.#records === 0) return Math.min(left, MOST_RECORDS);
    const fit = Math.floor((PAGE_BYTES * this.#records) / Math.max(1, this.#bytes));
    return Math.max(1, Math.min(left, MOST_RECORDS, fit));
  }

  get spent(): boolean {
    if (this.#gate === undefined) return false;
    const { records, bytes } = this.#gate.limits;
    return this.#records >= records || this.#bytes >= bytes;
  }

  async turn(signal: AbortSignal): Promise<ReplayTurn | undefined> {
    this.#end ??= this.#gate?.begin();
    return this.#gate?.turn(signal);
  }

  read(turn: ReplayTurn | undefined, records: number, bytes: number): void {
    this.#records += records;
    this.#bytes += bytes;
    turn?.read(records, bytes);
  }

  /** It has caught up, or ended. */
  close(): void {
    this.#records = 0;
    this.#bytes = 0;
    this.#end?.();
    this.#end = undefined;
  }
}
