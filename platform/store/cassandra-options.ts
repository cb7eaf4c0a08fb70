import type { Logger } from "../logger/logger.js";
import type { Metrics } from "../service/metrics.js";

export interface CassandraOptions {
  /** host:port each; nodes that are found through them are met at the port of the first. */
  contactPoints: readonly string[];
  localDatacenter: string;
  keyspace: string;
  /** Makes the keyspace where it is missing. Without it, opening waits until somebody has. */
  replication?: CassandraReplication | undefined;
  credentials?: { username: string; password: string } | undefined;
  tls?: CassandraTls | undefined;
  logger: Logger;
  metrics: Metrics;
  /** Ends the wait for a Cassandra that is not there. */
  signal?: AbortSignal | undefined;
  limits?: Partial<CassandraLimits>;
}

/** Copies in the local datacenter, or in each of those named. */
export type CassandraReplication = number | Readonly<Record<string, number>>;

/** PEM. Without `ca` the authorities that Node knows are trusted. */
export interface CassandraTls {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
}

/** Milliseconds, and numbers of requests. */
export interface CassandraLimits {
  /** For the answer of one node to a read; another is asked after it. */
  readTimeoutMs: number;
  writeTimeoutMs: number;
  conditionalTimeoutMs: number;
  /** For a page of a scan. */
  scanTimeoutMs: number;
  /** For a read on all nodes together, waiting for its turn included. */
  readDeadlineMs: number;
  /** How long a mutation is sent again. */
  writeDeadlineMs: number;
  /** After which time a read is asked of the next node too, and of how many. */
  speculateAfterMs: number;
  speculations: number;
  maxInFlight: number;
  maxWaitingCalls: number;
}

export const DEFAULT_LIMITS: CassandraLimits = {
  readTimeoutMs: 1_500,
  // A coordinator gives up on its replicas after 2 s by default; its word is better than none.
  writeTimeoutMs: 2_500,
  conditionalTimeoutMs: 4_000,
  scanTimeoutMs: 12_000,
  readDeadlineMs: 5_000,
  writeDeadlineMs: 10_000,
  speculateAfterMs: 150,
  speculations: 2,
  maxInFlight: 192,
  maxWaitingCalls: 10_000,
};
