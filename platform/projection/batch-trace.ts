import type { LogMessage } from "../event-log/event-log.js";
import { isTracing, type OpenSpan, openSpan } from "../tracing/otel-spans.js";
import type { TraceContext } from "../tracing/trace-context.js";

/** A batch folds what came from many traces: so many of them are followed, the others keep their own end. */
const MOST_TRACES = 32;

export interface BatchTrace {
  /** What follows from the message at that position, such as a change that is published. */
  of(position: number): TraceContext | undefined;
}

const NO_TRACE: BatchTrace = { of: () => undefined };

/**
 * Does `fold` within a span in each trace that has a message in the batch. What is asked of the store meanwhile is shown in the first of them,
 * for it is done once for all.
 */
export async function foldInTraces(
  projection: string,
  messages: readonly LogMessage[],
  fold: (trace: BatchTrace) => Promise<void>,
): Promise<void> {
  const traced = isTracing() ? messages.filter(({ trace }) => trace !== undefined).slice(0, MOST_TRACES) : [];
  const spans = new Map<number, OpenSpan>();
  for (const { topic, partition, position, trace } of traced) {
    const attributes = {
      "messaging.system": "kafka",
      "messaging.operation.type": "process",
      "messaging.destination.name": topic,
      "messaging.destination.partition.id": String(partition),
      "messaging.consumer.group.name": projection,
      "messaging.batch.message_count": messages.length,
    };
    spans.set(position, openSpan(`fold ${projection}`, { kind: "consumer", parent: trace, attributes }));
  }
  const [first] = spans.values();
  if (first === undefined) return fold(NO_TRACE);
  let failure: unknown;
  try {
    await first.run(() => fold({ of: (position) => spans.get(position)?.context() }));
  } catch (error) {
    failure = error;
    throw error;
  } finally {
    for (const span of spans.values()) span.end(failure);
  }
}
