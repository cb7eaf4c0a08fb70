import type { Clock } from "@marquee/platform/clock/clock.js";

const REWRITE_EVERY_MS = 100;
const LINE_EVERY_MS = 2_000;

/** Such as process.stderr. */
export interface ProgressOutput {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export interface Progress {
  /** Of `total`, what earlier runs did included. Where it is in another unit than rows, `rows` says how many. */
  done: number;
  /** Null: not known. */
  total: number | null;
  /** What is being done, for a person. */
  phase: string;
  /** Rows, those of earlier runs included. */
  rows?: number;
}

export interface ProgressLine {
  update(progress: Progress): void;
  /** Leaves the last line standing; nothing is written afterwards. */
  end(): void;
}

/** On a terminal one line that is rewritten; elsewhere a line every two seconds at most, and one when all is done. */
export function createProgressLine(options: { output: ProgressOutput; clock: Clock; label: string }): ProgressLine {
  const { output, clock, label } = options;
  const live = output.isTTY === true;
  const everyMs = live ? REWRITE_EVERY_MS : LINE_EVERY_MS;
  const startedAt = clock.now();
  let first: Progress | undefined;
  let writtenAt = live ? Number.NEGATIVE_INFINITY : startedAt;
  let written = "";
  let latest = "";
  let ended = false;

  const write = (text: string): void => {
    if (text === written) return;
    written = text;
    output.write(live ? `\r${text.slice(0, (output.columns ?? 80) - 1)}\x1b[K` : `${text}\n`);
  };

  return {
    update(progress) {
      if (ended) return;
      first ??= progress;
      const now = clock.now();
      latest = `${label}: ${describe(progress, first, (now - startedAt) / 1000)}`;
      if (now - writtenAt < everyMs && !isDone(progress)) return;
      writtenAt = now;
      write(latest);
    },
    end() {
      if (ended) return;
      ended = true;
      if (latest === "") return;
      write(latest);
      if (live) output.write("\n");
    },
  };
}

function describe(progress: Progress, first: Progress, seconds: number): string {
  const { done, total, phase, rows } = progress;
  const percent = total === null ? "" : `${total === 0 ? 100 : Math.floor((100 * done) / total)}% `;
  const parts = [
    `${percent}(${phase})`,
    rows === undefined && total !== null ? `${count(done)} of ${count(total)}` : `${count(rows ?? done)} rows`,
  ];
  const doneNow = done - first.done;
  const rowsNow = rows === undefined ? doneNow : rows - (first.rows ?? 0);
  if (seconds > 0 && rowsNow > 0) parts.push(`${count(Math.round(rowsNow / seconds))}/s`);
  if (seconds > 0 && doneNow > 0 && total !== null && done < total) {
    parts.push(`${duration(Math.ceil(((total - done) / doneNow) * seconds))} left`);
  }
  return parts.join(", ");
}

/** All bytes are read before all rows are done: that says nothing. */
function isDone({ done, total, rows }: Progress): boolean {
  return rows === undefined && total !== null && done >= total;
}

function count(value: number): string {
  return value.toLocaleString("en");
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
