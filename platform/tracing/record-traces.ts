// Which trace a record belongs to that was read from the log: beside it, for records are data and go to clients.
import type { TraceContext } from "./trace-context.js";

const traces = new WeakMap<object, TraceContext>();

export function rememberTrace(record: object, trace: TraceContext | undefined): void {
  if (trace !== undefined) traces.set(record, trace);
}

export function traceOf(record: object): TraceContext | undefined {
  return traces.get(record);
}
