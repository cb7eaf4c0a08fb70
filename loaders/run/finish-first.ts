import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";

/** Does the work. Whoever ends the process meanwhile waits for it, and only then for what was registered before: engines, say. */
export function finishFirst<Result>(lifecycle: Lifecycle, name: string, work: () => Promise<Result>): Promise<Result> {
  const working = Promise.resolve().then(work);
  lifecycle.onClose(name, async () => {
    await Promise.allSettled([working]);
  });
  return working;
}
