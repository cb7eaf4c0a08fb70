import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** host:port of a Cassandra node in datacenter1. */
    cassandra: string;
    /** host:port of a Kafka broker. */
    kafka: string;
  }
}

export default async function setup(project: TestProject): Promise<void> {
  const { MARQUEE_TEST_CASSANDRA: cassandra, MARQUEE_TEST_KAFKA: kafka } = process.env;
  project.provide("cassandra", cassandra ?? "");
  project.provide("kafka", kafka ?? "");
}
