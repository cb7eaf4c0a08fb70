import { expect, it } from "vitest";
import { generateJwtKey } from "../config/jwt-key.js";
import { showKeyExpiry } from "./key-expiry.js";
import { createMetrics } from "./metrics.js";

const files = {
  CASSANDRA_TLS_CA: undefined,
  CASSANDRA_TLS_CERT: undefined,
  KAFKA_TLS_CA: undefined,
  KAFKA_TLS_CERT: undefined,
};

async function shown(config: Parameters<typeof showKeyExpiry>[1]): Promise<string[]> {
  const metrics = createMetrics();
  showKeyExpiry(metrics, config);
  return (await metrics.render()).split("\n").filter((line) => line.startsWith("marquee_key_expiry"));
}

it("shows the key that signs, by its own word", async () => {
  const JWT_KEYS = [
    { ...generateJwtKey(), exp: 2_000_000_000 },
    { ...generateJwtKey(), exp: 1 },
  ];
  expect(await shown({ ...files, JWT_KEYS })).toEqual([
    'marquee_key_expiry_timestamp_seconds{key="JWT_KEYS"} 2000000000',
  ]);
  expect(await shown({ ...files, JWT_KEYS: [generateJwtKey()] })).toEqual([]);
});

it("leaves a file that can't be read to whoever needs it", async () => {
  expect(await shown({ ...files, JWT_KEYS: undefined, KAFKA_TLS_CERT: "/nowhere" })).toEqual([]);
});
