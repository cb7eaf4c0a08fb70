import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import { annotateSpan } from "@marquee/platform/tracing/otel-spans.js";

export interface OperationRecord {
  transport: "http" | "websocket";
  /** "unknown" for what was refused before that was clear. */
  type: "query" | "mutation" | "subscription" | "unknown";
  name: string | undefined;
  /** Undefined for what was refused before it was reckoned. */
  cost: number | undefined;
  requestId: string;
  durationMs: number;
  /** Codes of the errors in the answer, without repetition. */
  codes: readonly string[];
}

/** One line and one count an operation: neither variables nor tokens nor the document. */
export type OperationLog = (record: OperationRecord) => void;

const MAX_NAME_LENGTH = 100;

export function createOperationLog(metrics: Metrics, logger: Logger): OperationLog {
  const operations = metrics.counter({
    name: "marquee_gateway_operations_total",
    help: "Operations by type and outcome: ok, or the first error's code. A subscription counts when it is started.",
    labelNames: ["type", "outcome"],
  });
  const durations = metrics.histogram({
    name: "marquee_gateway_operation_duration_seconds",
    help: "From the request to the answer; for subscriptions to the start.",
    labelNames: ["type"],
  });
  const costs = metrics.histogram({
    name: "marquee_gateway_operation_cost",
    help: "What admitted operations cost, as MAX_COST counts; for subscriptions each event.",
    labelNames: ["type"],
    buckets: [1, 5, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000],
  });
  return ({ transport, type, name, cost, requestId, durationMs, codes }) => {
    operations.inc({ type, outcome: codes[0] ?? "ok" });
    durations.observe({ type }, durationMs / 1000);
    if (cost !== undefined) costs.observe({ type }, cost);
    annotateSpan({
      "graphql.operation.type": type,
      "graphql.operation.name": name?.slice(0, MAX_NAME_LENGTH) ?? "",
      "marquee.outcome": codes[0] ?? "ok",
    });
    logger.info(
      {
        operation: name?.slice(0, MAX_NAME_LENGTH) ?? null,
        type,
        transport,
        durationMs: Math.round(durationMs * 10) / 10,
        cost: cost ?? null,
        codes,
        requestId,
      },
      "operation",
    );
  };
}
