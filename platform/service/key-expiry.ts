import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { EngineConfig } from "../config/engine-config.js";
import type { Metrics } from "./metrics.js";

const FILES = ["CASSANDRA_TLS_CA", "CASSANDRA_TLS_CERT", "KAFKA_TLS_CA", "KAFKA_TLS_CERT"] as const;

type Keys = Pick<EngineConfig, "JWT_KEYS" | (typeof FILES)[number]>;

/** Shows when what this process signs with, or shows to engines, expires: certificates by their own word, JWT_KEYS by the first one's `exp`. */
export function showKeyExpiry(metrics: Metrics, config: Keys): void {
  const expiry = metrics.gauge({
    name: "marquee_key_expiry_timestamp_seconds",
    help: "When a key or certificate of this process is to be replaced, in seconds since 1970.",
    labelNames: ["key"],
  });
  const signs = config.JWT_KEYS?.[0]?.exp;
  if (signs !== undefined) expiry.set({ key: "JWT_KEYS" }, signs);
  for (const key of FILES) {
    const seconds = certificateExpiry(config[key]);
    if (seconds !== undefined) expiry.set({ key }, seconds);
  }
}

/** Of the first certificate in it. Whoever connects with a file that can't be read says so, better than this could. */
function certificateExpiry(path: string | undefined): number | undefined {
  if (path === undefined) return undefined;
  try {
    return Math.floor(Date.parse(new X509Certificate(readFileSync(path)).validTo) / 1000);
  } catch {
    return undefined;
  }
}
