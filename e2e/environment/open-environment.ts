import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent } from "undici";
import { type Main, MarqueeProcess } from "./marquee-process.js";

export const ADMIN = { email: "admin@example.com", password: "an administrator's password" };

/** Every story's processes: quiet, empty, on ports that the system chooses. */
const QUIET = {
  HOST: "127.0.0.1",
  PORT: "0",
  MOVIES_PORT: "0",
  REVIEWS_PORT: "0",
  RATINGS_PORT: "0",
  ACCOUNTS_PORT: "0",
  PROJECTOR_PORT: "0",
  SAMPLE_DATA: "off",
  RATE_LIMITS: "off",
  LOG_LEVEL: "info",
  ACCESS_TOKEN_MINUTES: "1440",
  ADMIN_EMAIL: ADMIN.email,
  ADMIN_PASSWORD: ADMIN.password,
};

/** What a story starts; all of it is gone when the story is over, whatever came of it. */
export interface TestEnvironment {
  /** Connections of HTTP clients. */
  readonly agent: Agent;
  /** An empty folder, for one DATA_DIR. */
  folder(): Promise<string>;
  /** Started, not yet ready. */
  spawn(main: Main, env: Readonly<Record<string, string>>, args?: readonly string[]): MarqueeProcess;
  onDispose(dispose: () => unknown): void;
}

export interface OpenEnvironment extends TestEnvironment {
  /** Throws what could not be cleaned up, after all the rest was. */
  dispose(): Promise<void>;
}

export function openEnvironment(): OpenEnvironment {
  const disposals: (() => unknown)[] = [];
  const agent = new Agent({ connections: null });
  disposals.push(() => agent.destroy());
  return {
    agent,
    async folder() {
      const path = await mkdtemp(join(tmpdir(), "marquee-e2e-"));
      disposals.push(() => rm(path, { recursive: true, force: true }));
      return path;
    },
    spawn(main, env, args) {
      const child = new MarqueeProcess(main, { ...QUIET, ...env }, args);
      disposals.push(() => child.end("SIGKILL"));
      return child;
    },
    onDispose(dispose) {
      disposals.push(dispose);
    },
    async dispose() {
      const failures: unknown[] = [];
      for (const dispose of disposals.splice(0).reverse()) {
        await Promise.resolve(dispose()).catch((error) => failures.push(error));
      }
      if (failures.length > 0) throw new AggregateError(failures, "A story could not be cleaned up.");
    },
  };
}
