import { type DestinationStream, pino } from "pino";
import { traceFields } from "../tracing/otel-spans.js";

export type LogFields = Record<string, unknown>;

/** Structured logging: one JSON object a line. Secrets never go into fields; the paths below are a last net. */
export interface Logger {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
  /** A logger whose every line carries these fields too. */
  child(fields: LogFields): Logger;
}

const SECRET_FIELDS = ["authorization", "password", "accessToken", "refreshToken", "secret", "cookie"];

export function createLogger(options: { level: string; service: string }, destination?: DestinationStream): Logger {
  return pino(
    {
      level: options.level,
      base: { service: options.service },
      // Where a trace is under way: trace_id and span_id.
      mixin: traceFields,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" },
      serializers: { error: pino.stdSerializers.err },
    },
    // Standard error: standard output belongs to what a command prints for a person.
    destination ?? pino.destination({ fd: 2, sync: false }),
  );
}

export const silentLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  child: () => silentLogger,
};
