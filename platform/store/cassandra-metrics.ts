import { metrics as driverMetrics } from "cassandra-driver";
import type { Metrics } from "../service/metrics.js";
import { type OpenSpan, openSpan } from "../tracing/otel-spans.js";

export type RequestKind = "read" | "write" | "conditional" | "scan";

export interface CassandraMetrics {
  /** What the driver counts by itself. */
  readonly driver: driverMetrics.ClientMetrics;
  /** Counts one request, of so many milliseconds. */
  answered(kind: RequestKind, ms: number): void;
  failed(kind: RequestKind, ms: number): void;
  /** Of one request, in the trace that it belongs to. */
  span(kind: RequestKind): OpenSpan;
  retried(kind: RequestKind, requests: number): void;
  /** What is asked for its size when somebody looks. */
  watch(gate: { readonly inFlight: number; readonly queued: number }): void;
}

type Gates = Map<string, { readonly inFlight: number; readonly queued: number }>;

const gatesByMetrics = new WeakMap<Metrics, Gates>();

/** By keyspace: a process has a pool for each of its keyspaces, and one set of metrics. */
function gatesOf(metrics: Metrics): Gates {
  const known = gatesByMetrics.get(metrics);
  if (known !== undefined) return known;
  const gates: Gates = new Map();
  gatesByMetrics.set(metrics, gates);
  metrics.gauge({
    name: "marquee_cassandra_in_flight",
    help: "Requests to Cassandra that are under way.",
    labelNames: ["keyspace"],
    collect() {
      for (const [keyspace, { inFlight }] of gates) this.set({ keyspace }, inFlight);
    },
  });
  metrics.gauge({
    name: "marquee_cassandra_queued",
    help: "Requests to Cassandra that wait for their turn.",
    labelNames: ["keyspace"],
    collect() {
      for (const [keyspace, { queued }] of gates) this.set({ keyspace }, queued);
    },
  });
  return gates;
}

export function createCassandraMetrics(metrics: Metrics, keyspace: string): CassandraMetrics {
  const seconds = metrics.histogram({
    name: "marquee_cassandra_request_seconds",
    help: "Requests to Cassandra, from being sent to the last word on them, retries on other nodes included.",
    labelNames: ["keyspace", "kind"],
  });
  const failures = metrics.counter({
    name: "marquee_cassandra_failures_total",
    help: "Requests to Cassandra that failed; writes are sent again after that.",
    labelNames: ["keyspace", "kind"],
  });
  const retries = metrics.counter({
    name: "marquee_cassandra_retries_total",
    help: "Requests to Cassandra that were sent again after a pause.",
    labelNames: ["keyspace", "kind"],
  });
  const speculations = metrics.counter({
    name: "marquee_cassandra_speculative_executions_total",
    help: "Reads that were asked of another node too because the first took long.",
    labelNames: ["keyspace"],
  });
  const observers = {
    read: seconds.labels({ keyspace, kind: "read" }),
    write: seconds.labels({ keyspace, kind: "write" }),
    conditional: seconds.labels({ keyspace, kind: "conditional" }),
    scan: seconds.labels({ keyspace, kind: "scan" }),
  };

  class DriverMetrics extends driverMetrics.DefaultMetrics {
    override onSpeculativeExecution(): void {
      speculations.inc({ keyspace });
    }
  }

  const attributes = { "db.system.name": "cassandra", "db.namespace": keyspace };
  return {
    driver: new DriverMetrics(),
    answered: (kind, ms) => observers[kind].observe(ms / 1000),
    failed(kind, ms) {
      failures.inc({ keyspace, kind });
      observers[kind].observe(ms / 1000);
    },
    span: (kind) => openSpan(`cassandra ${kind}`, { kind: "client", attributes, onlyWithin: true }),
    retried: (kind, requests) => retries.inc({ keyspace, kind }, requests),
    watch(gate) {
      gatesOf(metrics).set(keyspace, gate);
    },
  };
}
