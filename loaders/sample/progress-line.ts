import type { Clock } from "@marquee/platform/clock/clock.js";
import type { ImportProgress } from "../import/import-phase.js";

const REWRITE_EVERY_MS = 100;
const LINE_EVERY_MS = 2_000;

/** Such as process.stderr. */
export interface ProgressOutput {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

export interface ProgressLine {
  update(progress: ImportProgress): void;
  /** Leaves the last line standing; nothing is written afterwards. */
  end(): void;
}

/** On a terminal one line that is rewritten; elsewhere a line every two seconds at most, and one when all is done. */
export function createProgressLine(options: { output: ProgressOutput; clock: Clock; label: string }): ProgressLine {
  const { output, clock, label } = options;
  const live = output.isTTY === true;
  const everyMs = live ? REWRITE_EVERY_MS : LINE_EVERY_MS;
  const startedAt = clock.now();
  let first: number | undefined;
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
      first ??= progress.done;
      const now = clock.now();
      latest = `${label}: ${describe(progress, progress.done - first, (now - startedAt) / 1000)}`;
      if (now - writtenAt < everyMs && progress.done < progress.total) return;
      writtenAt = now;
      write(latest);
    },
    end() {
      if (ended) return;
      ended = true;
      if (!live || latest === "") return;
      write(latest);
      output.write("\n");
    },
  };
}

function describe({ done, total, phase }: ImportProgress, doneNow: number, seconds: number): string {
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  const parts = [`${percent}% (${phase})`, `${count(done)} of ${count(total)}`];
  if (doneNow > 0 && seconds > 0) {
    const perSecond = doneNow / seconds;
    parts.push(`${count(Math.round(perSecond))}/s`);
    if (done < total) parts.push(`${duration(Math.ceil((total - done) / perSecond))} left`);
  }
  return parts.join(", ");
}

function count(value: number): string {
  return value.toLocaleString("en");
}

function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}
