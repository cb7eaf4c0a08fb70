// Spans, wherever something is done that a trace should show. Until startTracing is called, everything here does nothing but its work.
import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from "@opentelemetry/api";
import type { TraceContext } from "./trace-context.js";

export interface SpanOptions {
  kind?: "server" | "client" | "producer" | "consumer" | "internal";
  attributes?: Attributes;
  /** What it follows from; the span that is under way where it is left out, nothing for null. */
  parent?: TraceContext | null | undefined;
  /** What it has to do with besides. */
  link?: TraceContext | undefined;
  /** Nothing is begun where no trace is under way: what a process does for itself is none. */
  onlyWithin?: boolean;
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

let tracer: Tracer | undefined;

/** From now on spans are made; undefined: no more. */
export function useTracer(next: Tracer | undefined): void {
  tracer = next;
}

export function isTracing(): boolean {
  return tracer !== undefined;
}

/** A span that somebody else ends. */
export interface OpenSpan {
  run<Result>(work: () => Result): Result;
  context(): TraceContext | undefined;
  end(error?: unknown): void;
}

const NO_SPAN: OpenSpan = { run: (work) => work(), context: currentTrace, end() {} };

export function openSpan(name: string, options: SpanOptions = {}): OpenSpan {
  if (tracer === undefined) return NO_SPAN;
  const { kind = "internal", attributes = {}, link } = options;
  const parent = parentOf(options.parent);
  if (options.onlyWithin === true && trace.getSpan(parent) === undefined) return NO_SPAN;
  const linked = link === undefined ? undefined : trace.getSpanContext(extract(link));
  const links = linked === undefined ? [] : [{ context: linked }];
  const span = tracer.startSpan(name, { kind: KINDS[kind], attributes, links }, parent);
  const within = trace.setSpan(parent, span);
  return {
    run: (work) => context.with(within, work),
    context: () => inject(within),
    end: (error) => finish(span, error),
  };
}

/** Does `work` within a span, which ends when it has ended, well or not. */
export async function inSpan<Result>(name: string, options: SpanOptions, work: () => Promise<Result>): Promise<Result> {
  if (tracer === undefined) return work();
  const span = openSpan(name, options);
  try {
    const result = await span.run(work);
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/** What is under way, to be handed on; undefined where nothing is. */
export function currentTrace(): TraceContext | undefined {
  return tracer === undefined ? undefined : inject(context.active());
}

/** Says more of the span that is under way. */
export function annotateSpan(attributes: Attributes): void {
  if (tracer !== undefined) trace.getActiveSpan()?.setAttributes(attributes);
}

/** For lines of the log. */
export function traceFields(): { trace_id?: string; span_id?: string } {
  const span = tracer === undefined ? undefined : trace.getActiveSpan()?.spanContext();
  return span === undefined ? {} : { trace_id: span.traceId, span_id: span.spanId };
}

/** The same function, that belongs to what is under way now whoever calls it later. */
export function keepTrace<Args extends unknown[], Result>(work: (...args: Args) => Result): (...args: Args) => Result {
  return tracer === undefined ? work : context.bind(context.active(), work);
}

function parentOf(parent: TraceContext | null | undefined): Context {
  if (parent === undefined) return context.active();
  return parent === null ? ROOT_CONTEXT : extract(parent);
}

function extract(carrier: TraceContext): Context {
  return propagation.extract(ROOT_CONTEXT, carrier);
}

function inject(from: Context): TraceContext | undefined {
  const carrier: Partial<TraceContext> = {};
  propagation.inject(from, carrier);
  return carrier.traceparent === undefined ? undefined : (carrier as TraceContext);
}

function finish(span: Span, error: unknown): void {
  if (error !== undefined) {
    // Neither its message nor its stack: they may name what no trace should have.
    span.setAttribute("error.type", codeOf(error));
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return error instanceof Error ? error.name : "unknown";
}
