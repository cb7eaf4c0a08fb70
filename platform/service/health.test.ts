import { describe, expect, it } from "vitest";
import { AppError } from "../errors/app-error.js";
import { createRecordingLogger } from "../testing/recording-logger.js";
import { createHealth } from "./health.js";

describe("health", () => {
  it("is ready when every check is", async () => {
    const health = createHealth({ logger: createRecordingLogger() });
    health.addCheck("store", async () => {});
    health.addCheck("log", async () => {});
    expect(await health.report()).toEqual({ ready: true, checks: { store: "ok", log: "ok" } });
  });

  it("says what is not ready, without a foreign error's words, and logs it once a failure", async () => {
    const logger = createRecordingLogger();
    const health = createHealth({ logger });
    let broken = true;
    health.addCheck("store", async () => {
      if (broken) throw new Error("password hunter2");
    });
    health.addCheck("log", async () => {
      throw new AppError("UNAVAILABLE", "the log is full");
    });
    const report = { ready: false, checks: { store: "failed", log: "the log is full" } };
    expect(await health.report()).toEqual(report);
    expect(await health.report()).toEqual(report);
    expect(logger.lines.map(({ fields }) => fields.check)).toEqual(["store", "log"]);
    broken = false;
    expect((await health.report()).checks.store).toBe("ok");
    broken = true;
    await health.report();
    expect(logger.lines).toHaveLength(3);
  });

  it("does not wait for ever", async () => {
    const health = createHealth({ logger: createRecordingLogger(), timeoutMs: 1 });
    health.addCheck("store", () => new Promise(() => {}));
    expect(await health.report()).toEqual({ ready: false, checks: { store: "no answer within 1 ms" } });
  });

  it("is never ready again once it drains", async () => {
    const health = createHealth({ logger: createRecordingLogger() });
    health.drain();
    expect(await health.report()).toEqual({ ready: false, checks: { shutdown: "draining" } });
  });
});
