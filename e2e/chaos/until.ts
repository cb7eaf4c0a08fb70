import { setTimeout as wait } from "node:timers/promises";

/** Asks until it no longer throws. Throws what it threw last when that takes longer than `withinMs`. */
export async function until(what: string, withinMs: number, ask: () => Promise<void>): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (performance.now() < deadline) await wait(200);
      else throw new Error(`${what}: not within ${withinMs / 1000} s (${(error as Error).message})`, { cause: error });
    }
  }
}
