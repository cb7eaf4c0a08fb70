import type { LogFields, Logger } from "../logger/logger.js";

export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  fields: LogFields;
  message: string;
}

/** A logger whose lines a test can read. Children write to the same list. */
export interface RecordingLogger extends Logger {
  readonly lines: LogLine[];
}

export function createRecordingLogger(inherited: LogFields = {}, lines: LogLine[] = []): RecordingLogger {
  const write = (level: LogLine["level"]) => (fields: LogFields, message: string) => {
    lines.push({ level, fields: { ...inherited, ...fields }, message });
  };
  return {
    lines,
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) => createRecordingLogger({ ...inherited, ...fields }, lines),
  };
}
