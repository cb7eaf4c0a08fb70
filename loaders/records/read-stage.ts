import type { LoadRecord } from "./load-record.js";

/** A row that was not taken, as the rejects file has it. */
export interface Reject {
  file: string;
  /** From 1, of where the row begins; of a JSON array, the element's number. */
  line: number;
  /** A code in capitals: RATING_OUT_OF_RANGE. */
  reason: string;
  /** What is wrong with it, for a person. */
  detail: string;
  /** The row as it was read, cut at 2,000 characters. */
  raw: string;
}

/** What became of some rows. `read` is the sum of `taken`, `skipped` and the rejects. */
export interface ReadCounts {
  read: number;
  /** Rows that ended in records, alone or with others. */
  taken: number;
  /** Rows that were left out for a reason that is no fault, by code: DUPLICATE_ROW. */
  skipped: Record<string, number>;
  /** How often each cleaning rule changed something, by its name. */
  cleaned: Record<string, number>;
}

export interface ReadBatch {
  records: LoadRecord[];
  /** Beside `records`: where the row of each begins, as a reject of it would say. */
  lines?: ArrayLike<number>;
  rejects: Reject[];
  /** Of this batch alone. */
  counts: ReadCounts;
  /** Rows of the stage up to the end of this batch: reading goes on from here. */
  rows: number;
  /** Bytes of the stage's files read so far, as they lie on the disk; for progress. */
  bytes: number;
}

/** One pass over one file or several that belong together. Stages of one dataset are read one after the other. */
export interface ReadStage {
  /** For a person, and in checkpoints: unique in its dataset, such as `ratings.csv`. */
  name: string;
  /** On the disk; null for standard input. */
  bytes: number | null;
  /** Changes when the content does: the length and a digest of parts of it. Standard input has none and can't be gone on with. */
  fingerprint(): Promise<string | null>;
  /** The batches behind the first `rows` rows, the same ones whenever the content is; at most 5,000 records in each. */
  read(rows: number, signal?: AbortSignal): AsyncIterable<ReadBatch>;
}
