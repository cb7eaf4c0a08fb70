import { InMemorySpanExporter } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../config/parse-config.js";
import { tracingConfig } from "../config/tracing-config.js";
import { createLogger, silentLogger } from "../logger/logger.js";
import { foldInTraces } from "../projection/batch-trace.js";
import { startSdk } from "./otel-sdk.js";
import { currentTrace, inSpan, isTracing, keepTrace, openSpan, traceFields } from "./otel-spans.js";
import { readTraceContext } from "./trace-context.js";

const CALLER = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" };
const exporter = new InMemorySpanExporter();

it("does nothing but its work until tracing is started", async () => {
  expect(isTracing()).toBe(false);
  expect(await inSpan("x", { parent: CALLER }, async () => [currentTrace(), traceFields()])).toEqual([undefined, {}]);
  const work = () => {};
  expect(keepTrace(work)).toBe(work);
});

describe("once it is started", () => {
  const environment = { OTEL_SERVICE_NAME: "tested", OTEL_RESOURCE_ATTRIBUTES: "service.namespace=here" };
  let stop: (() => Promise<void>) | undefined;
  beforeEach(() => {
    stop ??= startSdk({
      config: parseConfig(tracingConfig, environment),
      service: "marquee-x",
      logger: silentLogger,
      exporter,
    });
    exporter.reset();
  });
  afterAll(() => stop?.());
  const spans = () => exporter.getFinishedSpans();

  it("a span goes on with the caller's trace, and what is within it with the span", async () => {
    await inSpan("outer", { kind: "server", parent: CALLER }, () => inSpan("inner", {}, async () => {}));
    const [inner, outer] = spans();
    expect(outer?.spanContext().traceId).toBe("0af7651916cd43dd8448eb211c80319c");
    expect(outer?.parentSpanContext?.spanId).toBe("b7ad6b7169203331");
    expect(inner?.parentSpanContext?.spanId).toBe(outer?.spanContext().spanId);
    expect(outer?.resource.attributes).toMatchObject({ "service.name": "tested", "service.namespace": "here" });
  });

  it("what nobody waits for makes no trace of its own", async () => {
    await inSpan("alone", { onlyWithin: true }, async () => {});
    expect(spans()).toEqual([]);
  });

  it("a failure is marked by its code, without a word of it", async () => {
    const failure = Object.assign(new Error("password hunter2"), { code: "UNAVAILABLE" });
    await expect(inSpan("fails", {}, () => Promise.reject(failure))).rejects.toBe(failure);
    expect(spans()[0]?.attributes).toEqual({ "error.type": "UNAVAILABLE" });
    expect(JSON.stringify([spans()[0]?.events, spans()[0]?.status])).not.toContain("hunter2");
  });

  it("a function keeps the trace in which it was made", async () => {
    const made = await inSpan("first", { parent: null }, async () => ({
      kept: keepTrace(currentTrace),
      own: currentTrace(),
    }));
    await inSpan("second", { parent: null }, async () => expect(made.kept()).toEqual(made.own));
  });

  it("a batch is a span in the trace of each of its messages, and says what follows from which", async () => {
    const other = { traceparent: CALLER.traceparent.replace("0af7", "1af7") };
    const message = (position: number, trace?: typeof CALLER) => ({
      ...{ topic: "t", partition: 0, position, key: "", value: "", appendedAt: 0 },
      ...(trace === undefined ? {} : { trace }),
    });
    const messages = [message(5, CALLER), message(6), message(7, other)];
    await foldInTraces("ratings", messages, async (trace) => {
      expect(currentTrace()).toEqual(trace.of(5));
      expect(trace.of(6)).toBeUndefined();
      expect(trace.of(7)?.traceparent).toContain("1af7651916cd43dd8448eb211c80319c");
    });
    expect(spans().map((span) => [span.name, span.parentSpanContext?.spanId])).toEqual([
      ["fold ratings", "b7ad6b7169203331"],
      ["fold ratings", "b7ad6b7169203331"],
    ]);
    const failure = new Error("no");
    await expect(foldInTraces("ratings", messages, () => Promise.reject(failure))).rejects.toBe(failure);
  });

  it("a line of the log has the trace that it was written in", async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: "info", service: "x" }, { write: (line: string) => void lines.push(line) });
    const span = openSpan("request", { parent: CALLER });
    span.run(() => logger.info({}, "within"));
    span.end();
    logger.info({}, "without");
    const [within, without] = lines.map((line) => JSON.parse(line));
    expect(within).toMatchObject({
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      span_id: spans()[0]?.spanContext().spanId,
    });
    expect(without).not.toHaveProperty("trace_id");
  });
});

it.each([{}, { traceparent: "nonsense" }, { traceparent: ["a"] }, { traceparent: `${CALLER.traceparent}x` }])(
  "headers that say nothing well-formed say nothing: %j",
  (headers) => expect(readTraceContext(headers)).toBeUndefined(),
);

it("headers of the log are bytes, those of HTTP text", () => {
  expect(readTraceContext({ traceparent: Buffer.from(CALLER.traceparent) })).toEqual(CALLER);
  expect(readTraceContext({ ...CALLER, tracestate: "a=b" })).toEqual({ ...CALLER, tracestate: "a=b" });
});
