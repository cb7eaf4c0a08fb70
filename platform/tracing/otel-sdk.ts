// OpenTelemetry's SDK. It is loaded only where traces are wanted.
import { DiagLogLevel, diag } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, resourceFromAttributes } from "@opentelemetry/resources";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  ParentBasedSampler,
  type Sampler,
  SimpleSpanProcessor,
  type SpanExporter,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace-node";
import type { TracingConfig } from "../config/tracing-config.js";
import type { Logger } from "../logger/logger.js";
import { useTracer } from "./otel-spans.js";

export interface TracingOptions {
  config: TracingConfig;
  /** marquee- and what this process is. */
  service: string;
  logger: Logger;
  /** Instead of the collector: gets every span at once. */
  exporter?: SpanExporter;
}

/** Makes spans from now on. Returns what sends those that are left, and ends it. */
export function startSdk({ config, service, logger, exporter }: TracingOptions): () => Promise<void> {
  diag.setLogger(
    {
      error: (message) => logger.warn({ reason: message }, "traces"),
      warn: (message) => logger.warn({ reason: message }, "traces"),
      info() {},
      debug() {},
      verbose() {},
    },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const attributes = { ...config.OTEL_RESOURCE_ATTRIBUTES, "service.name": config.OTEL_SERVICE_NAME ?? service };
  const provider = new NodeTracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(attributes)),
    sampler: samplerOf(config),
    spanProcessors: [
      exporter === undefined ? new BatchSpanProcessor(collectorOf(config)) : new SimpleSpanProcessor(exporter),
    ],
  });
  // W3C Trace Context and asynchronous context, for whoever uses OpenTelemetry's API: @apollo/gateway does too.
  provider.register();
  useTracer(provider.getTracer("marquee"));
  return async () => {
    useTracer(undefined);
    await provider.shutdown();
  };
}

function collectorOf(config: TracingConfig): OTLPTraceExporter {
  return new OTLPTraceExporter({
    url: `${config.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/$/, "")}/v1/traces`,
    headers: config.OTEL_EXPORTER_OTLP_HEADERS ?? {},
  });
}

function samplerOf({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: share }: TracingConfig): Sampler {
  const roots: Record<string, () => Sampler> = {
    always_on: () => new AlwaysOnSampler(),
    always_off: () => new AlwaysOffSampler(),
    traceidratio: () => new TraceIdRatioBasedSampler(share),
  };
  const root = roots[name.replace("parentbased_", "")]?.() ?? new AlwaysOnSampler();
  return name.startsWith("parentbased_") ? new ParentBasedSampler({ root }) : root;
}
