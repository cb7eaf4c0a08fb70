import type { CleaningRule } from "../cleaning/cleaning-rules.js";

/** A row of a file, or an element of a JSON array. */
export interface SourceRow<T> {
  /** From 1, of where the row begins; of a JSON array, the element's number. */
  line: number;
  /** As it was read. */
  raw: string;
  /** Of rows of several files read together: which one. */
  file?: string;
  /** Null where there is a fault or something to skip it for. */
  value: T | null;
  fault: RowFault | null;
  /** A code, where the row is left out for no fault of its own. */
  skip: string | null;
  /** What reading alone set right. */
  cleaned: readonly CleaningRule[];
  /** Of rows that were grouped: whether the next one is of another group. */
  last: boolean;
  /** Whether the file ends behind it without a line feed: a row that turns out to be bad was cut off then. */
  unended: boolean;
}

export interface RowFault {
  reason: string;
  detail: string;
}

/** Rows a block at a time: what waits for the disk is asynchronous, what is in memory is not. */
export type RowSource<T> = AsyncIterable<Iterable<SourceRow<T>>>;

const NONE: readonly CleaningRule[] = [];

export function goodRow<T>(line: number, raw: string, value: T, cleaned = NONE): SourceRow<T> {
  return { line, raw, value, fault: null, skip: null, cleaned, last: true, unended: false };
}

export function badRow(line: number, raw: string, reason: string, detail: string): SourceRow<never> {
  return { line, raw, value: null, fault: { reason, detail }, skip: null, cleaned: NONE, last: true, unended: false };
}

export function skippedRow(line: number, raw: string, skip: string): SourceRow<never> {
  return { line, raw, value: null, fault: null, skip, cleaned: NONE, last: true, unended: false };
}
