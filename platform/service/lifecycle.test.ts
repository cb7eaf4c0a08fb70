import { describe, expect, it } from "vitest";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { createLifecycle } from "./lifecycle.js";

describe("a lifecycle", () => {
  it("closes in reverse order, each when the one before has closed", async () => {
    const lifecycle = createLifecycle();
    const events: string[] = [];
    for (const name of ["store", "projector", "server"]) {
      lifecycle.onClose(name, async () => {
        events.push(`${name} closes`);
        await Promise.resolve();
        events.push(`${name} closed`);
      });
    }
    expect(await lifecycle.close()).toEqual({ clean: true });
    expect(events).toEqual(["server", "projector", "store"].flatMap((name) => [`${name} closes`, `${name} closed`]));
  });

  it("closes once, and every caller waits for that", async () => {
    const lifecycle = createLifecycle();
    let closes = 0;
    lifecycle.onClose("store", () => {
      closes += 1;
    });
    expect(lifecycle.closing.aborted).toBe(false);
    const first = lifecycle.close();
    expect(lifecycle.closing.aborted).toBe(true);
    expect(await Promise.all([first, lifecycle.close()])).toEqual([{ clean: true }, { clean: true }]);
    await lifecycle.close();
    expect(closes).toBe(1);
  });

  it("goes on after a step that fails, and says so", async () => {
    const logger = createRecordingLogger();
    const lifecycle = createLifecycle({ logger });
    let storeClosed = false;
    lifecycle.onClose("store", () => {
      storeClosed = true;
    });
    lifecycle.onClose("server", () => {
      throw new Error("stuck");
    });
    expect(await lifecycle.close()).toEqual({ clean: false });
    expect(storeClosed).toBe(true);
    expect(logger.lines).toMatchObject([{ level: "error", fields: { step: "server" } }]);
  });

  it("gives up at the deadline, names the step that hung and starts no other", async () => {
    const logger = createRecordingLogger();
    const lifecycle = createLifecycle({ deadlineMs: 1 });
    lifecycle.logTo(logger);
    let release = (): void => {};
    let storeClosed = false;
    lifecycle.onClose("store", () => {
      storeClosed = true;
    });
    lifecycle.onClose("server", () => new Promise<void>((resolve) => (release = resolve)));
    expect(await lifecycle.close()).toEqual({ clean: false });
    release();
    await new Promise(setImmediate);
    expect(logger.lines).toMatchObject([{ fields: { step: "server" } }]);
    expect(storeClosed).toBe(false);
  });

  it("closes what is registered while it closes, and after", async () => {
    const lifecycle = createLifecycle();
    const closed: string[] = [];
    lifecycle.onClose("store", () => void closed.push("store"));
    lifecycle.onClose("server", () => {
      closed.push("server");
      lifecycle.onClose("late", () => void closed.push("late"));
    });
    await lifecycle.close();
    lifecycle.onClose("too late", () => void closed.push("too late"));
    expect(closed).toEqual(["server", "late", "store", "too late"]);
  });

  it("leaves no timer behind that would keep the process", async () => {
    const countTimers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = countTimers();
    const lifecycle = createLifecycle({ deadlineMs: 60_000 });
    await lifecycle.close();
    expect(countTimers()).toBe(before);
  });
});
