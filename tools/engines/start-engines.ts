import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { engineEnvironment, keysOf } from "./engine-environment.js";
import type { EngineName } from "./engine-name.js";
import type { EngineNode } from "./engine-node.js";
import { killWhenOrphaned } from "./kill-when-orphaned.js";
import { type StartedSet, startSet } from "./start-set.js";
import { stopNodes } from "./stop-set.js";
import type { KafkaVersion } from "./versions.js";

export interface EngineOptions {
  /** How many nodes, 0 to 3; 0 when left out. */
  cassandra?: number;
  /** How many brokers, 0 to 3; 0 when left out. */
  kafka?: number;
  kafkaVersion?: KafkaVersion;
  /** Kept when the set is closed; started again with its data. Otherwise a temporary folder, which goes. */
  dir?: string;
  /** Megabytes of Java heap a node: 512 for Cassandra, 256 for Kafka. */
  heapMb?: Partial<Record<EngineName, number>>;
  /** Whether nodes take clients only with TLS and a password, as `environment` then says; false when left out. */
  secure?: boolean;
  /**
   * Whether nodes are to be ready soon, in half of the processor time, as tests want it; false where they work for long, as for
   * figures. True when left out.
   */
  quick?: boolean;
  onProgress?: (line: string) => void;
  signal?: AbortSignal;
}

export interface EngineSet {
  readonly dir: string;
  readonly cassandra: readonly EngineNode[];
  readonly kafka: readonly EngineNode[];
  /** What Marquee's processes need in their environment to run on this set. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops what runs; calling it again changes nothing. */
  close(): Promise<void>;
}

/** Engines for tests and benchmarks: they end with this process, however it ends. Throws what `startSet` throws. */
export async function startEngines(options: EngineOptions): Promise<EngineSet> {
  const { cassandra = 0, kafka = 0, heapMb = {}, kafkaVersion, secure, quick = true, signal } = options;
  const { onProgress = () => {} } = options;
  const temporary = options.dir === undefined;
  const dir = resolve(options.dir ?? (await mkdtemp(join(tmpdir(), "marquee-engines-"))));
  const guard = killWhenOrphaned({ dir, temporary });
  const wanted = { counts: { cassandra, kafka }, heapMb, kafkaVersion, secure, quick };
  const request = { name: "library", dir, temporary, ...wanted };
  const onProcess = (pid: number) => guard.add(pid);
  let started: StartedSet;
  try {
    started = await startSet({ request, env: process.env, detached: false, onProgress, onProcess, signal });
  } catch (error) {
    // The error names the log that tells why.
    if (error instanceof AppError && error.code === "UNAVAILABLE") guard.keepFolder();
    await guard.close();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    dir,
    cassandra: started.nodes.filter((node) => node.kind === "cassandra"),
    kafka: started.nodes.filter((node) => node.kind === "kafka"),
    environment: engineEnvironment(started.plan, await keysOf(started.plan)),
    close: () => {
      closing ??= close();
      return closing;
    },
  };

  async function close(): Promise<void> {
    await stopNodes(started.state, { orderly: !temporary });
    await started.claim.release();
    if (temporary) await rm(dir, { recursive: true, force: true });
    await guard.close();
  }
}
