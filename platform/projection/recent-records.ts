import type { ChangeRecord } from "./change-feed.js";
import type { Told } from "./live-buffer.js";

/** Of all partitions together. */
export interface RecentLimits {
  records: number;
  /** As the records are written in the topic. */
  bytes: number;
}

/** What a topic of changes said last, so that whoever was away for a moment is told it again without a look at the store. */
export class RecentRecords<Record extends ChangeRecord> {
  readonly #limits: RecentLimits;
  readonly #oldestFirst: { partition: number; bytes: number }[] = [];
  /** Every record behind `after` is there. */
  readonly #byPartition = new Map<number, { after: number; records: Told<Record>[]; hole: boolean }>();
  #bytes = 0;

  constructor(limits: RecentLimits) {
    this.#limits = limits;
  }

  /** In ascending order of position. The first one of a partition only tells from where on everything is known. */
  add(partition: number, record: Record, bytes: number): void {
    const kept = this.#byPartition.get(partition);
    if (kept === undefined) {
      this.#byPartition.set(partition, { after: record.position, records: [], hole: false });
      return;
    }
    if (kept.hole) kept.after = record.position - 1;
    kept.hole = false;
    if (record.type === "Progress") return;
    kept.records.push(record as Told<Record>);
    this.#oldestFirst.push({ partition, bytes });
    this.#bytes += bytes;
    while (this.#oldestFirst.length > this.#limits.records || this.#bytes > this.#limits.bytes) this.#dropOldest();
  }

  /** Something was said before the next record that can't be told. */
  miss(partition: number): void {
    const kept = this.#byPartition.get(partition);
    if (kept !== undefined) kept.hole = true;
  }

  /** The first `limit` records behind a position; undefined where some of them may be known no more. */
  behind(partition: number, position: number, limit: number): readonly Told<Record>[] | undefined {
    const kept = this.#byPartition.get(partition);
    if (kept === undefined || position < kept.after) return undefined;
    const { records } = kept;
    let [from, to] = [0, records.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((records[middle]?.position ?? 0) <= position) from = middle + 1;
      else to = middle;
    }
    return records.slice(from, from + limit);
  }

  #dropOldest(): void {
    const oldest = this.#oldestFirst.shift();
    const kept = oldest && this.#byPartition.get(oldest.partition);
    const record = kept?.records.shift();
    if (oldest === undefined || kept === undefined || record === undefined) return;
    this.#bytes -= oldest.bytes;
    kept.after = Math.max(kept.after, record.position);
  }
}
