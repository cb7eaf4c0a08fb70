import { AppError } from "@marquee/platform/errors/app-error.js";
import type { CleaningRule } from "../cleaning/cleaning-rules.js";
import type { LoadRecord } from "../records/load-record.js";
import type { ReadBatch, Reject } from "../records/read-stage.js";

/** A row makes at most a few records, so that a batch stays below 5,000. */
const RECORDS = 4_000;
const ROWS = 20_000;
const CHARACTERS = 4_194_304;
const RAW_CHARACTERS = 2_000;

export interface RejectedRow {
  line: number;
  raw: string;
  unended: boolean;
  file?: string;
}

/** Collects what became of rows. Each row is begun, and ends in exactly one of taken, skipped or rejected: nothing vanishes. */
export class BatchBuilder {
  readonly #file: string;
  #records: LoadRecord[] = [];
  #lines: number[] = [];
  #line = 0;
  #rejects: Reject[] = [];
  #skipped: Record<string, number> = {};
  #cleaned: Record<string, number> = {};
  #read = 0;
  #taken = 0;
  #skips = 0;
  #characters = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** `characters`: how long it is, so that a batch of long rows is a short one. `line`: where it begins. */
  begin(characters: number, line: number): void {
    this.#check();
    this.#line = line;
    this.#read += 1;
    this.#characters += characters;
  }

  taken(): void {
    this.#taken += 1;
  }

  skip(code: string): void {
    this.#skips += 1;
    this.#skipped[code] = (this.#skipped[code] ?? 0) + 1;
  }

  /** A bad row that the file ends behind without a line feed was cut off. */
  reject(row: RejectedRow, reason: string, detail: string): void {
    const { line, raw, unended, file = this.#file } = row;
    const why = unended
      ? { reason: "TRUNCATED", detail: `the file ends within the row: ${detail}` }
      : { reason, detail };
    this.#rejects.push({ file, line, ...why, raw: raw.slice(0, RAW_CHARACTERS) });
    this.#characters += RAW_CHARACTERS;
  }

  emit(record: LoadRecord): void {
    this.#records.push(record);
    this.#lines.push(this.#line);
  }

  readonly cleaned = (rule: CleaningRule): void => {
    this.#cleaned[rule] = (this.#cleaned[rule] ?? 0) + 1;
  };

  get full(): boolean {
    return this.#records.length >= RECORDS || this.#read >= ROWS || this.#characters >= CHARACTERS;
  }

  get empty(): boolean {
    return this.#read === 0;
  }

  /** What was collected since the last time. */
  take(rows: number, bytes: number): ReadBatch {
    this.#check();
    const batch = {
      records: this.#records,
      lines: this.#lines,
      rejects: this.#rejects,
      counts: { read: this.#read, taken: this.#taken, skipped: this.#skipped, cleaned: this.#cleaned },
      rows,
      bytes,
    };
    this.#records = [];
    this.#lines = [];
    this.#rejects = [];
    this.#skipped = {};
    this.#cleaned = {};
    this.#read = this.#taken = this.#skips = this.#characters = 0;
    return batch;
  }

  #check(): void {
    const { length } = this.#rejects;
    if (this.#read === this.#taken + this.#skips + length) return;
    const counted = `${this.#read} rows, ${this.#taken} taken, ${this.#skips} skipped, ${length} rejected`;
    throw new AppError("INTERNAL_SERVER_ERROR", `${this.#file}: a row was lost or counted twice: ${counted}`);
  }
}
