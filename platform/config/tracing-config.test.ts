import { expect, test } from "vitest";
import { parseConfig } from "./parse-config.js";
import { tracingConfig } from "./tracing-config.js";

test("off unless it is asked for", () => {
  expect(parseConfig(tracingConfig, {})).toMatchObject({ OTEL_TRACES_EXPORTER: "none", OTEL_TRACES_SAMPLER_ARG: 1 });
});

test("reads pairs as the specification writes them", () => {
  const { OTEL_EXPORTER_OTLP_HEADERS: headers } = parseConfig(tracingConfig, {
    OTEL_EXPORTER_OTLP_HEADERS: "authorization=Bearer%20abc, x=1=2",
  });
  expect(headers).toEqual({ authorization: "Bearer abc", x: "1=2" });
});

test("refuses what it does not know, and shows no header", () => {
  const parse = () =>
    parseConfig(tracingConfig, {
      OTEL_TRACES_EXPORTER: "jaeger",
      OTEL_TRACES_SAMPLER_ARG: "1.5",
      OTEL_EXPORTER_OTLP_HEADERS: "sesame",
    });
  expect(parse).toThrow(/OTEL_TRACES_EXPORTER.*OTEL_EXPORTER_OTLP_HEADERS.*OTEL_TRACES_SAMPLER_ARG/);
  expect(parse).not.toThrow(/sesame/);
});
