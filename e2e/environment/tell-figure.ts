import type { TestContext } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** What the test measured, a sentence each; `npm run verify:long` reports them. */
    figures?: string[];
  }
}

/** Prints what a test measured, and keeps it with the test's result. */
export function tellFigure({ task }: Pick<TestContext, "task">, figure: string): void {
  task.meta.figures = [...(task.meta.figures ?? []), figure];
  process.stderr.write(`${figure}\n`);
}
