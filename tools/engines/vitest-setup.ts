// One Cassandra node and one Kafka broker for all test files; those of the environment, where it names them.
import type { TestProject } from "vitest/node";
import { startEngines } from "./start-engines.js";

declare module "vitest" {
  interface ProvidedContext {
    /** host:port of a Cassandra node in datacenter1. */
    cassandra: string;
    /** host:port of a Kafka broker. */
    kafka: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = { cassandra: process.env.MARQUEE_TEST_CASSANDRA, kafka: process.env.MARQUEE_TEST_KAFKA };
  const set = await startEngines({
    cassandra: given.cassandra === undefined ? 1 : 0,
    kafka: given.kafka === undefined ? 1 : 0,
    onProgress: (line) => process.stderr.write(`engines: ${line}\n`),
  });
  project.provide("cassandra", given.cassandra ?? addressOf(set.cassandra));
  project.provide("kafka", given.kafka ?? addressOf(set.kafka));
  return () => set.close();
}

function addressOf([node]: readonly { host: string; port: number }[]): string {
  if (node === undefined) throw new Error("No node was started");
  return `${node.host}:${node.port}`;
}
