import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { AppError } from "../errors/app-error.js";
import { runMain } from "./run-main.js";

/** A process that can't end the test's own. */
class FakeProcess extends EventEmitter {
  readonly written: string[] = [];
  readonly exits: number[] = [];
  readonly stderr = Object.assign(new EventEmitter(), {
    write: (text: string) => {
      this.written.push(text);
      if (!this.deaf) return;
      // As a stream does: what nobody listens for is an error that nobody caught.
      const closed = new Error("write EPIPE");
      if (this.stderr.listenerCount("error") > 0) this.stderr.emit("error", closed);
      else if (this.written.length < 100) this.emit("uncaughtException", closed);
    },
  });
  /** Nobody reads what it says any more. */
  deaf = false;
  #exited: (() => void)[] = [];

  exit(code: number): void {
    this.exits.push(code);
    for (const resolve of this.#exited.splice(0)) resolve();
  }

  whenExited(): Promise<void> {
    return new Promise((resolve) => this.#exited.push(resolve));
  }
}

describe("runMain", () => {
  it.each(["SIGTERM", "SIGINT"])("ends in order on %s, with 0", async (signal) => {
    const own = new FakeProcess();
    const closed: string[] = [];
    await runMain(
      async (lifecycle) => {
        lifecycle.onClose("store", () => void closed.push("store"));
        lifecycle.onClose("server", () => void closed.push("server"));
      },
      { process: own },
    );
    expect(own.exits).toEqual([]);
    const exited = own.whenExited();
    own.emit(signal, signal);
    await exited;
    expect([closed, own.exits, own.written]).toEqual([["server", "store"], [0], []]);
  });

  it("says once what went wrong, also to nobody, and ends with 1", async () => {
    const own = new FakeProcess();
    await runMain(async () => {}, { process: own });
    own.deaf = true;
    const exited = own.whenExited();
    own.emit("uncaughtException", new AppError("UNAVAILABLE", "The log is away."));
    await exited;
    expect([own.written, own.exits]).toEqual([["marquee: UNAVAILABLE: The log is away.\n"], [1]]);
  });

  it("ends at once on a second signal", async () => {
    const own = new FakeProcess();
    await runMain(async (lifecycle) => lifecycle.onClose("stuck", () => new Promise(() => {})), {
      process: own,
      deadlineMs: 60_000,
    });
    own.emit("SIGTERM", "SIGTERM");
    expect(own.exits).toEqual([]);
    own.emit("SIGINT", "SIGINT");
    expect(own.exits).toEqual([1]);
  });

  it("ends with 1 when the shutdown fails or takes too long", async () => {
    const own = new FakeProcess();
    await runMain(async (lifecycle) => lifecycle.onClose("stuck", () => new Promise(() => {})), {
      process: own,
      deadlineMs: 1,
    });
    const exited = own.whenExited();
    own.emit("SIGTERM", "SIGTERM");
    await exited;
    expect(own.exits).toEqual([1]);
  });

  it("prints one line for a start that fails, closes what was started, and exits with 1", async () => {
    const own = new FakeProcess();
    let closed = false;
    await runMain(
      async (lifecycle) => {
        lifecycle.onClose("store", () => {
          closed = true;
        });
        throw new AppError("PORT_IN_USE", "Port 4000 is in use;\n set PORT to a free port.");
      },
      { process: own },
    );
    expect(own.written).toEqual(["marquee: PORT_IN_USE: Port 4000 is in use; | set PORT to a free port.\n"]);
    expect([closed, own.exits]).toEqual([true, [1]]);
  });

  it("keeps to one line for a foreign error, with its stack in it", async () => {
    const own = new FakeProcess();
    await runMain(() => Promise.reject(new TypeError("x is undefined")), { process: own });
    expect(own.written).toHaveLength(1);
    expect(own.written[0]).toMatch(/^marquee: INTERNAL_SERVER_ERROR: TypeError: x is undefined \| at [^\n]*\n$/);
  });

  it.each(["uncaughtException", "unhandledRejection"])("ends in order, with 1, on an %s", async (event) => {
    const own = new FakeProcess();
    let closed = false;
    await runMain(
      async (lifecycle) =>
        lifecycle.onClose("store", () => {
          closed = true;
        }),
      { process: own },
    );
    const exited = own.whenExited();
    own.emit(event, new Error("nobody caught this"));
    await exited;
    expect([closed, own.exits, own.written.length]).toEqual([true, [1], 1]);
  });

  it("says nothing of a start that failed because it was interrupted", async () => {
    const own = new FakeProcess();
    await runMain(
      async (lifecycle) => {
        own.emit("SIGTERM", "SIGTERM");
        lifecycle.closing.throwIfAborted();
      },
      { process: own },
    );
    await lifecycleTurn();
    expect([own.written, own.exits]).toEqual([[], [0]]);
  });
});

function lifecycleTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
