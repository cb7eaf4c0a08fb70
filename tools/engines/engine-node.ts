import type { EngineName } from "./engine-name.js";

/** One running node (or broker), for tests that do to it what happens to machines. Its data stays through all of these. */
export interface EngineNode {
  readonly kind: EngineName;
  /** From 1. */
  readonly index: number;
  readonly host: string;
  /** Where clients connect. */
  readonly port: number;
  /** Of the latest start. */
  readonly pid: number;
  /** Sends a signal; resolves when it is delivered, for SIGKILL when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Lets it end by itself, and kills it when that takes too long. */
  stop(): Promise<void>;
  /** Starts it (again); stops it before when it runs. Resolves when it serves clients. */
  restart(): Promise<void>;
}
