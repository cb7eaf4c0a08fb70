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

interface Waiting {
  readonly until: number;
  readonly ms: number;
  fail(error: Error): void;
}

const CHECK_EVERY_MS = 200;
const waiting = new Set<Waiting>();
let check: NodeJS.Timeout | undefined;

/**
 * Fails like a node that did not answer, up to CHECK_EVERY_MS late. The driver has timeouts of its own; a request it lost track of
 * must end too. One timer watches all: a timer for each of thousands a second would cost more than it is worth.
 */
export function within<Result>(ms: number, request: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const one: Waiting = { until: performance.now() + ms, ms, fail: reject };
    waiting.add(one);
    check ??= setInterval(failLate, CHECK_EVERY_MS);
    request.then(
      (result) => {
        waiting.delete(one);
        resolve(result);
      },
      (error: unknown) => {
        waiting.delete(one);
        reject(error);
      },
    );
  });
}

function failLate(): void {
  const now = performance.now();
  for (const one of waiting) {
    if (one.until > now) continue;
    waiting.delete(one);
    one.fail(new errors.OperationTimedOutError(`There was no answer within ${one.ms} ms.`));
  }
  if (waiting.size > 0) return;
  clearInterval(check);
  check = undefined;
}
