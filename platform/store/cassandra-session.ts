import { type Client, errors } from "cassandra-driver";
import type { CassandraMetrics, RequestKind } from "./cassandra-metrics.js";
import type { CassandraLimits } from "./cassandra-options.js";
import type { RequestGate } from "./cassandra-request-gate.js";

/** What reads and writes share. */
export interface CassandraSession {
  readonly client: Client;
  readonly gate: RequestGate;
  readonly metrics: CassandraMetrics;
  readonly limits: CassandraLimits;
}

/** Beside the driver's own timeouts. */
export const SLACK_MS = 1_000;

interface Waiting {
  readonly until: number;
  readonly ms: number;
  fail(error: Error): void;
}

const CHECK_EVERY_MS = 200;
/**
 * Places for the requests that are under way, and which of them are free. No Set: V8's hash tables, when they grow or are tidied,
 * leave the old table holding what it held and the next one, and among thousands of requests a second nothing of them dies young.
 */
const waiting: (Waiting | undefined)[] = [];
const free: number[] = [];
let check: NodeJS.Timeout | undefined;

/**
 * Measures a request that is under way, and fails like a node that did not answer when it takes longer than `ms`, up to
 * CHECK_EVERY_MS late. The driver has timeouts of its own; a request it lost track of must end too. One timer watches all, and one
 * promise does both: there are thousands of requests a second.
 */
export function answerOf<Result>(
  metrics: CassandraMetrics,
  kind: RequestKind,
  ms: number,
  request: Promise<Result>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const span = metrics.span(kind);
    const from = performance.now();
    const place = free.pop() ?? waiting.length;
    let ended = false;
    const end = (): boolean => {
      if (ended) return false;
      ended = true;
      waiting[place] = undefined;
      free.push(place);
      return true;
    };
    const fail = (error: unknown) => {
      if (!end()) return;
      metrics.failed(kind, performance.now() - from);
      span.end(error);
      reject(error);
    };
    waiting[place] = { until: from + ms, ms, fail };
    check ??= setInterval(failLate, CHECK_EVERY_MS);
    request.then((result) => {
      // Else it is too late.
      if (!end()) return;
      metrics.answered(kind, performance.now() - from);
      span.end();
      resolve(result);
    }, fail);
  });
}

function failLate(): void {
  const now = performance.now();
  for (const one of waiting) {
    if (one === undefined || one.until > now) continue;
    one.fail(new errors.OperationTimedOutError(`There was no answer within ${one.ms} ms.`));
  }
  if (free.length < waiting.length) return;
  clearInterval(check);
  check = undefined;
}
