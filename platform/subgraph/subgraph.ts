import type { Clock } from "../clock/clock.js";
import type { CursorSigner } from "../cursor/signed-cursor.js";
import type { EventLog } from "../event-log/event-log.js";
import type { Logger } from "../logger/logger.js";
import type { ReplayLimits } from "../projection/replay-gate.js";
import type { Metrics } from "../service/metrics.js";
import type { SubgraphEndpoint } from "./subgraph-endpoint.js";
import type { UploadEndpoint } from "./upload-endpoint.js";

/** A subgraph that serves: what it answers with, and how it is watched and ended. Its projectors may run elsewhere. */
export interface Subgraph {
  readonly name: string;
  readonly endpoint: SubgraphEndpoint;
  /** Where it takes files too. */
  readonly uploads?: UploadEndpoint;
  /** Resolves when it can serve; throws an AppError that says why it can't. */
  ready(): Promise<void>;
  /** Ends its feeds; the stores and the log belong to whoever handed them in. */
  close(): Promise<void>;
}

/** What every subgraph is given, beside its stores. */
export interface SubgraphDependencies<Stores> {
  stores: Stores;
  log: EventLog;
  cursors: CursorSigner;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  /** What resumed feeds may take; unset: what is usual. */
  replayLimits?: ReplayLimits;
}
