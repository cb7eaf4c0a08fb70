/** W3C Trace Context, as it stands in headers: of HTTP requests, of the log's messages, and beside the items of feeds. */
export interface TraceContext {
  traceparent: string;
  tracestate?: string;
}

const TRACEPARENT = /^00-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const MAX_TRACESTATE = 512;

/** Undefined where the headers have none that is well-formed. */
export function readTraceContext(headers: Readonly<Record<string, unknown>>): TraceContext | undefined {
  const traceparent = textOf(headers.traceparent);
  if (traceparent === undefined || !TRACEPARENT.test(traceparent)) return undefined;
  const tracestate = textOf(headers.tracestate);
  return tracestate === undefined || tracestate.length > MAX_TRACESTATE ? { traceparent } : { traceparent, tracestate };
}

function textOf(header: unknown): string | undefined {
  if (typeof header === "string") return header;
  return Buffer.isBuffer(header) ? header.toString("latin1") : undefined;
}
