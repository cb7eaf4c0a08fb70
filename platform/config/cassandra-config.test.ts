import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { expect, test } from "vitest";
import { openTempFolder } from "../testing/temp-folder.js";
import { cassandraConfig, cassandraConnection } from "./cassandra-config.js";
import { parseConfig } from "./parse-config.js";

const connection = (environment: Record<string, string>) =>
  cassandraConnection(parseConfig(cassandraConfig, environment));

test("needs nothing to be set for a node on this machine", () => {
  expect(connection({})).toEqual({
    contactPoints: ["127.0.0.1:9042"],
    localDatacenter: "datacenter1",
    replication: 3,
    credentials: undefined,
    tls: undefined,
  });
  expect(parseConfig(cassandraConfig, {})).toMatchObject({
    CASSANDRA_KEYSPACE: "marquee",
    CASSANDRA_FOLDED_KEYSPACE: undefined,
  });
});

test("reads contact points with and without a port", () => {
  const points = "cassandra-0.cassandra, 10.0.0.2:19042,[::1]:9042";
  expect(connection({ CASSANDRA_CONTACT_POINTS: points }).contactPoints).toEqual([
    "cassandra-0.cassandra:9042",
    "10.0.0.2:19042",
    "[::1]:9042",
  ]);
});

test("reads replication for one datacenter or several", () => {
  expect(connection({ CASSANDRA_REPLICATION: "2" }).replication).toBe(2);
  expect(connection({ CASSANDRA_REPLICATION: "eu-west: 3, us:2" }).replication).toEqual({ "eu-west": 3, us: 2 });
});

test.each([
  ["CASSANDRA_CONTACT_POINTS", "host:port"],
  ["CASSANDRA_CONTACT_POINTS", "host:70000"],
  ["CASSANDRA_CONTACT_POINTS", ","],
  ["CASSANDRA_KEYSPACE", "Marquee"],
  ["CASSANDRA_KEYSPACE", 'a"; DROP'],
  ["CASSANDRA_REPLICATION", "0"],
  ["CASSANDRA_REPLICATION", "eu:3,eu:2"],
  ["CASSANDRA_REPLICATION", "eu'}:3"],
  ["CASSANDRA_TLS", "yes"],
])("refuses %s=%s", (name, text) => {
  expect(() => connection({ [name]: text })).toThrowError(
    expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(name) }),
  );
});

test("user name and password belong together, and the password is not shown", () => {
  const both = { CASSANDRA_USERNAME: "marquee", CASSANDRA_PASSWORD: "hidden" };
  expect(connection(both).credentials).toEqual({ username: "marquee", password: "hidden" });
  expect(() => connection({ CASSANDRA_PASSWORD: "hidden" })).toThrow(/belong together/);
  expect(() => connection({ CASSANDRA_PASSWORD: "hidden" })).not.toThrow(/hidden/);
});

test("reads the files of TLS", async () => {
  const folder = await openTempFolder();
  try {
    const ca = join(folder.path, "ca.pem");
    const pem = rootCertificates[0];
    writeFileSync(ca, pem ?? "");
    expect(connection({ CASSANDRA_TLS: "on" }).tls).toEqual({});
    expect(connection({ CASSANDRA_TLS: "on", CASSANDRA_TLS_CA: ca }).tls).toEqual({ ca: pem });
    expect(() => connection({ CASSANDRA_TLS: "on", CASSANDRA_TLS_CA: `${ca}.gone` })).toThrow(/can't be read/);
    expect(() => connection({ CASSANDRA_TLS: "on", CASSANDRA_TLS_CERT: ca })).toThrow(/CASSANDRA_TLS_KEY/);
    expect(() => connection({ CASSANDRA_TLS_CA: ca })).toThrow(/CASSANDRA_TLS=on/);
    const noKey = { CASSANDRA_TLS: "on", CASSANDRA_TLS_CERT: ca, CASSANDRA_TLS_KEY: ca };
    expect(() => connection(noKey)).toThrow(/^CASSANDRA_TLS_CERT and CASSANDRA_TLS_KEY are no certificate/);
    writeFileSync(ca, "authorities");
    expect(() => connection({ CASSANDRA_TLS: "on", CASSANDRA_TLS_CA: ca })).toThrow(/holds no certificate in PEM/);
  } finally {
    await folder.close();
  }
});
