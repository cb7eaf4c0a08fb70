import { expect, test } from "vitest";
import { misconfiguration, reasonToWait } from "./kafka-errors.js";

/** As kafkajs names whatever went wrong while it signed in. */
function signInError(why: string): Error {
  const error = new Error(`SASL PLAIN authentication failed: ${why}`);
  error.name = "KafkaJSSASLAuthenticationError";
  return error;
}

test("a password that Kafka refuses is for somebody to change", () => {
  const refused = misconfiguration("No connection", signInError("Authentication failed: Invalid username or password"));
  expect(refused).toMatchObject({ code: "CONFIG_INVALID", message: expect.stringContaining("KAFKA_SASL_PASSWORD") });
});

test.each([
  "Closed connection",
  "Connection error: read ECONNRESET",
  "Not connected",
  "Request SaslAuthenticate(key: 36, version: 1) timed out",
])("a broker that is lost while it is signed in to (%s) refuses nobody", (why) => {
  expect(misconfiguration("No connection", signInError(why))).toBeUndefined();
});

test("a broker that hangs up may want what is not configured, or not what is", () => {
  const hungUp = new Error("Closed connection");
  const sasl = { mechanism: "plain" as const, username: "u", password: "p" };
  expect(reasonToWait(hungUp, { sasl })).toContain("KAFKA_TLS");
  expect(reasonToWait(hungUp, { tls: {} })).toContain("KAFKA_SASL_MECHANISM");
  expect(reasonToWait(hungUp, { tls: {}, sasl })).toBe("Closed connection");
  const noTls = new Error("Client network socket disconnected before secure TLS connection was established");
  expect(reasonToWait(noTls, { tls: {}, sasl })).toContain("KAFKA_TLS=off");
  expect(reasonToWait(new Error("connect ECONNREFUSED"), {})).toBe("connect ECONNREFUSED");
});
