import type { Client } from "cassandra-driver";
import type { LogFields, Logger } from "../logger/logger.js";

const AT_MOST_EVERY_MS = 10_000;
const MAX_KINDS = 100;

/**
 * The driver's own lines. What it calls information is ours to debug; warnings that differ in numbers and addresses only
 * (one a request, when a node is slow) are told once in ten seconds, with how many were left out; so are those of clients that follow one another because none can connect.
 */
export function createDriverLogRelay(logger: Logger): (client: Client) => void {
  const told = new Map<string, { at: number; leftOut: number }>();
  const relay = (level: string, source: string, message: string, more: unknown): void => {
    if (level === "verbose") return;
    const fields: LogFields = { source, ...(more instanceof Error ? { error: more } : {}) };
    if (level === "info") {
      logger.debug(fields, `cassandra-driver: ${message}`);
      return;
    }
    const kind = message.replaceAll(/\d+/g, "#");
    const now = performance.now();
    const last = told.get(kind);
    if (last !== undefined && now - last.at < AT_MOST_EVERY_MS) {
      last.leftOut += 1;
      return;
    }
    if (told.size >= MAX_KINDS) told.clear();
    told.set(kind, { at: now, leftOut: 0 });
    const leftOut = last?.leftOut ?? 0;
    // Its errors are about connections, and mended by it: whoever needed one is told by an error of their own.
    logger.warn(leftOut === 0 ? fields : { ...fields, leftOut }, `cassandra-driver: ${message}`);
  };
  return (client) => {
    client.on("log", relay);
  };
}
