import { type LogEntry, logLevel } from "kafkajs";
import type { Logger } from "../logger/logger.js";

/** What kafkajs calls an error and is a step of every rebalance, of a new leader, of every first use of a topic, or told by us in better words. */
const ORDINARY = [
  /rebalanc/i,
  /not aware of this member/i,
  /not the leader/i,
  /coordinator is loading/i,
  /^Response Metadata/,
  /^Crash:/,
  /^Failed to send messages/,
  /^Offset out of range/,
];
const SAME_LINE_EVERY_MS = 30_000;
const MAX_REMEMBERED_LINES = 200;

/** kafkajs' lines as ours: its errors are warnings (it tries again), each line once in a while; everything else is for debugging. */
export function kafkaLogger(logger: Logger): (entry: LogEntry) => void {
  const lastWritten = new Map<string, number>();
  return ({ level, namespace, log }) => {
    const { message, timestamp: _timestamp, logger: _logger, stack: _stack, ...fields } = log;
    const text = `${message}${typeof fields.error === "string" ? `: ${fields.error}` : ""}`;
    if (level !== logLevel.ERROR || ORDINARY.some((ordinary) => ordinary.test(text))) {
      logger.debug({ ...fields, kafkajs: namespace }, text);
      return;
    }
    const now = performance.now();
    if (now - (lastWritten.get(text) ?? Number.NEGATIVE_INFINITY) < SAME_LINE_EVERY_MS) return;
    if (lastWritten.size >= MAX_REMEMBERED_LINES) lastWritten.clear();
    lastWritten.set(text, now);
    logger.warn({ ...fields, kafkajs: namespace }, text);
  };
}
