import type { LoadRecord, RatingRecord, TitleRecord } from "../records/load-record.js";
import type { ReadBatch, ReadStage, Reject } from "../records/read-stage.js";

export interface ArrayStage extends ReadStage {
  /** How many batches were asked for, over all readings. */
  readonly batches: () => number;
}

/** A stage of rows in memory: a record each, or what a reject says of it. */
export function arrayStage(
  name: string,
  rows: readonly (LoadRecord | Omit<Reject, "file" | "line">)[],
  { batch = 10, fingerprint = `${name} as it is` }: { batch?: number; fingerprint?: string | null } = {},
): ArrayStage {
  let batches = 0;
  return {
    name,
    bytes: rows.length,
    batches: () => batches,
    fingerprint: async () => fingerprint,
    async *read(from): AsyncGenerator<ReadBatch> {
      for (let at = from; at < rows.length; at += batch) {
        batches += 1;
        yield batchOf(name, rows, at, Math.min(rows.length, at + batch));
      }
    },
  };
}

function batchOf(
  file: string,
  rows: readonly (LoadRecord | Omit<Reject, "file" | "line">)[],
  from: number,
  to: number,
): ReadBatch {
  const batch = { records: [] as LoadRecord[], lines: [] as number[], rejects: [] as Reject[] };
  for (let row = from; row < to; row++) {
    const one = rows[row];
    if (one === undefined) break;
    if ("reason" in one) {
      batch.rejects.push({ file, line: row + 1, ...one });
    } else {
      batch.records.push(one);
      batch.lines.push(row + 1);
    }
  }
  const counts = { read: to - from, taken: batch.records.length, skipped: {}, cleaned: { TRIMMED: 1 } };
  return { ...batch, counts, rows: to, bytes: to };
}

export function titleRow(id: string, title = `Title ${id}`): TitleRecord {
  return {
    type: "title",
    ref: { source: "movielens", id },
    part: "movies",
    facts: { title, kind: "MOVIE" },
    sameAs: [],
  };
}

export function ratingRow(user: string, title: string, score: number, ratedAt = 1_000): RatingRecord {
  return { type: "rating", title: { source: "movielens", id: title }, user, score, ratedAt };
}

export const faultyRow = { reason: "RATING_OUT_OF_RANGE", detail: "11 stars", raw: "1,2,11" };
