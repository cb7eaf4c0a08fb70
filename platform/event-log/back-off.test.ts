import { expect, it } from "vitest";
import { BackOff } from "./back-off.js";

// Eight waits in full would take seven seconds.
it("a wait ends at once when its signal aborts, before or while it waits", { timeout: 3_000 }, async () => {
  const backOff = new BackOff();
  for (let round = 0; round < 7; round += 1) await backOff.wait(AbortSignal.abort());
  const stop = new AbortController();
  const waiting = backOff.wait(stop.signal);
  stop.abort();
  expect(await waiting).toBeUndefined();
});
