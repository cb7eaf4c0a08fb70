import { AppError } from "@marquee/platform/errors/app-error.js";

/** Lets so many run at once and so many wait; whoever comes on top is refused with UNAVAILABLE. */
export function createSemaphore({ running: most, waiting: mostWaiting }: { running: number; waiting: number }) {
  const waiting: (() => void)[] = [];
  let running = 0;

  return async function run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (running < most) running += 1;
    else if (waiting.length < mostWaiting) await new Promise<void>((resolve) => waiting.push(resolve));
    else throw new AppError("UNAVAILABLE", "Too many people are signing in at this moment; try again shortly.");
    try {
      return await work();
    } finally {
      // The place passes to the next without becoming free in between.
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
