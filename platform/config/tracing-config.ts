// OpenTelemetry's own variables, as far as Marquee reads them; names and meaning are the specification's.
import { z } from "zod";
import { type Config, defineConfig } from "./parse-config.js";

const pairs = z
  .string()
  .regex(/^\s*[^\s=,]+=[^,]*(,\s*[^\s=,]+=[^,]*)*$/, "expected key=value, comma separated, values percent-encoded")
  .transform((text) => Object.fromEntries(text.split(",").map(readPair)));

export const tracingConfig = defineConfig({
  OTEL_SDK_DISABLED: {
    schema: z.enum(["true", "false"]),
    default: "false",
    doc: "true: no traces, whatever else is set.",
  },
  OTEL_TRACES_EXPORTER: {
    schema: z.enum(["none", "otlp"]),
    default: "none",
    doc: "otlp: traces go to OTEL_EXPORTER_OTLP_ENDPOINT, over HTTP. none: there are none, and nothing is loaded for them.",
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: z.url({ protocol: /^https?$/, error: "expected an http:// or https:// address" }),
    default: "http://localhost:4318",
    doc: "An OpenTelemetry collector; spans go to its /v1/traces.",
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    schema: pairs.optional(),
    doc: "Headers for the collector, such as authorization: key=value, comma separated.",
    secret: true,
  },
  OTEL_SERVICE_NAME: {
    schema: z.string().optional(),
    doc: "What this process is called in traces. Unset: marquee- and what it is.",
  },
  OTEL_RESOURCE_ATTRIBUTES: {
    schema: pairs.optional(),
    doc: "What else is said of this process in traces: key=value, comma separated.",
  },
  OTEL_TRACES_SAMPLER: {
    schema: z.enum([
      "always_on",
      "always_off",
      "traceidratio",
      "parentbased_always_on",
      "parentbased_always_off",
      "parentbased_traceidratio",
    ]),
    default: "parentbased_always_on",
    doc: "Which traces are kept: always_on, always_off, traceidratio, or parentbased_ before one of them, which goes by what the caller decided.",
  },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: z
      .string()
      .regex(/^(0|1)(\.\d+)?$/, "expected a number from 0 to 1")
      .transform(Number)
      .refine((share) => share <= 1, "expected a number from 0 to 1"),
    default: 1,
    doc: "The share of traces that traceidratio keeps, 0 to 1.",
  },
});

export type TracingConfig = Config<typeof tracingConfig>;

function readPair(text: string): [string, string] {
  const [key = "", ...value] = text.trim().split("=");
  return [key, decode(value.join("=").trim())];
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
