import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { deleteTopicsOf } from "../append/kafka-bare-producer.js";
import { dropKeyspace } from "../projection/cassandra-bare-driver.js";
import { runProgram } from "./run-program.js";

export type EngineName = "embedded" | "engines";

/** An empty place to load into. */
export interface Place {
  dataDir: string;
  environment: Readonly<Record<string, string | undefined>>;
  remove(): Promise<void>;
}

/** Embedded engines always; those of the cluster where the environment has them. */
export function enginesHere(): EngineName[] {
  const { STORE, EVENT_LOG } = parseConfig(engineConfig, readEnvironment());
  return STORE === "cassandra" && EVENT_LOG === "kafka" ? ["embedded", "engines"] : ["embedded"];
}

/** Tables and topics are of this place alone, and gone with it. */
export async function openPlace(engines: EngineName, dataDir: string): Promise<Place> {
  await mkdir(dataDir, { recursive: true });
  if (engines === "embedded") {
    const environment = { ...readEnvironment(), STORE: "embedded", EVENT_LOG: "embedded", DATA_DIR: dataDir };
    return { dataDir, environment, remove: () => rm(dataDir, { recursive: true }) };
  }
  const name = `bench_${randomBytes(4).toString("hex")}`;
  const own = { DATA_DIR: dataDir, CASSANDRA_KEYSPACE: name, KAFKA_TOPIC_PREFIX: `${name}.`, LOG_LEVEL: "warn" };
  const environment = { ...readEnvironment(), ...own };
  const config = parseConfig(engineConfig, environment);
  const remove = async (): Promise<void> => {
    await dropKeyspace(config, name);
    await deleteTopicsOf(config.KAFKA_BROKERS, `${name}.`);
    await rm(dataDir, { recursive: true });
  };
  try {
    await runProgram("gateway/all-in-one/dist/migrate-main.js", [], environment);
  } catch (error) {
    await remove();
    throw error;
  }
  return { dataDir, environment, remove };
}
