import { type DatasetRows, NO_ROWS } from "../rules/dataset-state.js";
import type { WorkerLine } from "./worker-lines.js";

/** How far a run is. */
export interface Figures {
  readonly rows: DatasetRows;
  readonly progress: number | null;
  readonly kind: string | null;
}

export const NO_FIGURES: Figures = { rows: NO_ROWS, progress: null, kind: null };

/** Sums up what one load process says, line by line. */
export class RunFigures {
  readonly #stages = new Map<string, DatasetRows>();
  #figures: Figures;
  /** Whether it said that nothing is left to do. */
  complete = false;

  constructor(before: Figures) {
    this.#figures = before;
  }

  get now(): Figures {
    return this.#figures;
  }

  add(line: WorkerLine): Figures {
    const { rows, progress } = this.#figures;
    if (line.type === "progress") {
      // Of what was rejected and accepted a process speaks when a file is done; until then the earlier process's word stands.
      const read = Math.max(line.rows ?? rows.read, this.#sum().read);
      this.#figures = { ...this.#figures, rows: { ...rows, read }, progress: shareOf(line) ?? progress };
    } else if (line.type === "stage") {
      this.#stages.set(line.stage, rowsOf(line.counts));
      const sum = this.#sum();
      this.#figures = { ...this.#figures, rows: { ...sum, read: Math.max(rows.read, sum.read) } };
    } else {
      this.complete = line.complete;
      const all = line.counts == null ? rows : rowsOf(line.counts);
      this.#figures = { rows: all, progress: line.complete ? 1 : progress, kind: line.kind ?? this.#figures.kind };
    }
    return this.#figures;
  }

  #sum(): DatasetRows {
    return [...this.#stages.values()].reduce(
      (sum, { read, accepted, rejected }) => ({
        read: sum.read + read,
        accepted: sum.accepted + accepted,
        rejected: sum.rejected + rejected,
      }),
      NO_ROWS,
    );
  }
}

function shareOf({ bytes, totalBytes, done, total }: Extract<WorkerLine, { type: "progress" }>): number | null {
  const so = bytes ?? done ?? 0;
  const all = totalBytes ?? total ?? 0;
  return all === 0 ? null : Math.min(1, so / all);
}

type Counts = { read: number; accepted: number; rejected: Record<string, number> };

function rowsOf({ read, accepted, rejected }: Counts): DatasetRows {
  return { read, accepted, rejected: Object.values(rejected).reduce((sum, count) => sum + count, 0) };
}
