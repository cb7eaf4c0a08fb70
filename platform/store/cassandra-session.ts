import { type Client, errors } from "cassandra-driver";
import type { CassandraMetrics } from "./cassandra-metrics.js";
import type { CassandraLimits } from "./cassandra-options.js";
import type { RequestGate } from "./cassandra-request-gate.js";

/** What reads and writes share. */
export interface CassandraSession {
  readonly client: Client;
  readonly gate: RequestGate;
  readonly metrics: CassandraMetrics;
  readonly limits: CassandraLimits;
}

/** Fails like a node that did not answer. The driver has timeouts of its own; a request it lost track of must end too. */
export async function within<Result>(ms: number, request: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new errors.OperationTimedOutError(`There was no answer within ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([request, late]);
  } finally {
    clearTimeout(timer);
  }
}
