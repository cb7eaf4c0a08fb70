// Engines that let nobody in without TLS and a password: Marquee comes in as configured, and says in words why when it does not.
import { randomBytes } from "node:crypto";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { openEngines, openKafka } from "@marquee/platform/engines/open-engines.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { createLogger } from "@marquee/platform/logger/logger.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import { cql } from "@marquee/platform/store/cql-database.js";
import { migrateCassandra } from "@marquee/platform/store/migrate-cassandra.js";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type EngineSet, startEngines } from "./start-engines.js";

type Variables = Readonly<Record<string, string>>;

const START_WITHIN_MS = 300_000;
const WAIT = { timeout: 30_000 };
const PASSWORD = `right-${randomBytes(9).toString("hex")}`;
const WRONG_PASSWORD = `wrong-${randomBytes(9).toString("hex")}`;

/** As processes write them, all levels, errors with all that they carry. */
const logLines: string[] = [];
const logger = createLogger({ level: "debug", service: "test" }, { write: (line) => void logLines.push(line) });
const said = () => logLines.join("");

/** Told once a process, of whatever connects first. */
const warnings: unknown[] = [];
process.on("warning", (warning) => void warnings.push(warning));

let engines: EngineSet;
/** How a process is set up that has a user of its own. */
let environment: Variables;
const toClose: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  engines = await startEngines({ cassandra: 1, kafka: 1, secure: true });
  environment = { ...engines.environment, CASSANDRA_USERNAME: "marquee", CASSANDRA_PASSWORD: PASSWORD };
  await makeUser();
}, START_WITHIN_MS);
afterEach(async () => {
  await closeAll();
  const secrets = [PASSWORD, WRONG_PASSWORD, engines.environment.KAFKA_SASL_PASSWORD ?? "-"];
  expect(logLines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
  expect(warnings).toEqual([]);
  logLines.length = 0;
});
afterAll(() => engines?.close(), START_WITHIN_MS);

/** Not by the set's own superuser, whose password is everybody's word. */
async function makeUser(): Promise<void> {
  const { store } = await open(engines.environment);
  if (store.kind !== "cassandra") throw new Error("Cassandra was to be opened");
  await store.own.changeSchema(
    `CREATE ROLE marquee WITH PASSWORD = '${PASSWORD}' AND LOGIN = true AND SUPERUSER = true`,
  );
  await closeAll();
}

async function closeAll(): Promise<void> {
  for (const close of toClose.splice(0).reverse()) await close();
}

/** As processes do. */
function open(variables: Variables) {
  const lifecycle = createLifecycle();
  toClose.push(() => lifecycle.close());
  const signal = lifecycle.closing;
  const parts = { clock: systemClock, logger, metrics: createMetrics(), lifecycle, signal };
  return openEngines(parseConfig(engineConfig, variables), parts);
}

async function openLog(variables: Variables, signal = new AbortController().signal): Promise<EventLog> {
  const log = await openKafka(parseConfig(engineConfig, variables), { logger, metrics: createMetrics(), signal });
  toClose.push(() => log.close());
  return log;
}

function without(...names: string[]): Variables {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)));
}

test.each(["plain", "scram-sha-256", "scram-sha-512"])(
  "appends and consumes an event, signed in by %s",
  async (name) => {
    const log = await openLog({ ...environment, KAFKA_SASL_MECHANISM: name });
    await log.append(name, [{ key: "k", value: `by ${name}` }]);
    const values: string[] = [];
    const onBatch = async ({ messages }: { messages: readonly { value: string }[] }) => {
      values.push(...messages.map(({ value }) => value));
    };
    const consumer = await log.consume({ group: name, topic: name, onBatch });
    await expect.poll(() => values, WAIT).toEqual([`by ${name}`]);
    await consumer.close();
  },
);

test("makes tables, writes a row and reads it, beside a log", async () => {
  const { store, log } = await open(environment);
  if (store.kind !== "cassandra") throw new Error("Cassandra was to be opened");
  const database = store.own;
  const statements = ["CREATE TABLE IF NOT EXISTS kept (id text PRIMARY KEY, word text)"];
  const owners = [{ owner: "test", migrations: [{ number: 1, name: "kept", statements }] }];
  await migrateCassandra({ database, owners, logger });
  const statement = cql("INSERT INTO kept (id, word) VALUES (?, ?)", "text", "text");
  await database.write([[{ statement, values: ["one", "in"] }]]);
  expect(await database.all(cql("SELECT word FROM kept WHERE id = ?", "text"), ["one"])).toEqual([{ word: "in" }]);
  await database.ping();
  expect(await log.append("beside", [{ key: "k", value: "v" }])).toHaveLength(1);
});

test.each(["plain", "scram-sha-256", "scram-sha-512"])(
  "Kafka's refusal of a password by %s names the variable",
  async (name) => {
    const wrong = { ...environment, KAFKA_SASL_MECHANISM: name, KAFKA_SASL_PASSWORD: WRONG_PASSWORD };
    const refused = { code: "CONFIG_INVALID", message: expect.stringContaining("KAFKA_SASL_PASSWORD") };
    await expect(openLog(wrong)).rejects.toMatchObject(refused);
  },
);

test("Cassandra's refusal of a password names the variable", async () => {
  const refused = { code: "CONFIG_INVALID", message: expect.stringContaining("CASSANDRA_PASSWORD") };
  await expect(open({ ...environment, CASSANDRA_PASSWORD: WRONG_PASSWORD })).rejects.toMatchObject(refused);
  await expect(open(without("CASSANDRA_USERNAME", "CASSANDRA_PASSWORD"))).rejects.toMatchObject(refused);
});

test("a certificate of nobody who is trusted is refused, and the variable named", async () => {
  const refused = (variable: string) => ({
    code: "CONFIG_INVALID",
    message: expect.stringMatching(`certificate is signed by nobody who is trusted .*${variable}`),
  });
  await expect(openLog(without("KAFKA_TLS_CA"))).rejects.toMatchObject(refused("KAFKA_TLS_CA"));
  await expect(open(without("CASSANDRA_TLS_CA"))).rejects.toMatchObject(refused("CASSANDRA_TLS_CA"));
});

test.each([
  ["plain text", ["KAFKA_TLS", "KAFKA_TLS_CA"], "KAFKA_TLS=on"],
  ["no password", ["KAFKA_SASL_MECHANISM", "KAFKA_SASL_USERNAME", "KAFKA_SASL_PASSWORD"], "KAFKA_SASL_MECHANISM"],
])("with %s opening waits for Kafka, says why, and ends when told to", async (_name, unset, hint) => {
  const stop = new AbortController();
  const opening = openLog(without(...unset), stop.signal);
  const ended = expect(opening).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect.poll(said, WAIT).toMatch(new RegExp(`it may want.*${hint}.*waiting for Kafka`));
  stop.abort();
  await ended;
});

test("with plain text opening waits for Cassandra, says why, and ends when told to", async () => {
  const ended = expect(open(without("CASSANDRA_TLS", "CASSANDRA_TLS_CA"))).rejects.toMatchObject({
    code: "UNAVAILABLE",
  });
  await expect.poll(said, WAIT).toMatch(/it may want CASSANDRA_TLS=on.*waiting for Cassandra/);
  await closeAll();
  await ended;
});
