import { describe, expect, it } from "vitest";
import { engineConfig } from "./engine-config.js";
import { encodeJwtKey, generateJwtKey } from "./jwt-key.js";
import { parseConfig } from "./parse-config.js";

const LONG = "0123456789abcdef0123456789abcdef";

describe("engineConfig", () => {
  it("needs nothing to be set", () => {
    expect(parseConfig(engineConfig, {})).toMatchObject({
      STORE: "embedded",
      EVENT_LOG: "embedded",
      SEARCH: "embedded",
      DATA_DIR: "data",
      EVENT_LOG_PARTITIONS: 4,
      LOG_LEVEL: "info",
      CURSOR_KEYS: undefined,
      GATEWAY_SECRETS: undefined,
      JWT_KEYS: undefined,
    });
  });

  it("takes Cassandra for the rows and Kafka for the log", () => {
    expect(parseConfig(engineConfig, { STORE: "cassandra", EVENT_LOG: "kafka" })).toMatchObject({
      STORE: "cassandra",
      CASSANDRA_KEYSPACE: "marquee",
      EVENT_LOG: "kafka",
      KAFKA_BROKERS: ["127.0.0.1:9092"],
    });
    expect(() => parseConfig(engineConfig, { STORE: "postgres" })).toThrowError(/expected embedded or cassandra/);
  });

  it.each([["SEARCH", "opensearch"]])("says that %s=%s is still to come", (name, engine) => {
    expect(() => parseConfig(engineConfig, { [name]: engine })).toThrowError(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: expect.stringContaining(`${engine} is not yet available`),
      }),
    );
    expect(() => parseConfig(engineConfig, { [name]: "postgres" })).toThrowError(/expected embedded/);
  });

  it("reads lists of keys", () => {
    const keys = [generateJwtKey(), generateJwtKey()];
    const config = parseConfig(engineConfig, {
      CURSOR_KEYS: `${LONG}1, ${LONG}2`,
      GATEWAY_SECRETS: LONG,
      JWT_KEYS: keys.map(encodeJwtKey).join(","),
    });
    expect(config).toMatchObject({ CURSOR_KEYS: [`${LONG}1`, `${LONG}2`], GATEWAY_SECRETS: [LONG], JWT_KEYS: keys });
  });

  it("refuses weak and broken keys without showing them", () => {
    const broken = encodeJwtKey({ ...generateJwtKey(), x: generateJwtKey().x });
    const parse = () =>
      parseConfig(engineConfig, { CURSOR_KEYS: `${LONG},short-key`, JWT_KEYS: `${broken},bm9uc2Vuc2U` });
    expect(parse).toThrowError(/CURSOR_KEYS is not valid \(entry 2: expected at least 32 characters/);
    expect(parse).toThrowError(/JWT_KEYS is not valid \(entry 1: expected a private Ed25519 key.*entry 2: expected/);
    expect(parse).not.toThrowError(/short-key/);
    expect(parse).not.toThrowError(new RegExp(broken));
  });
});
