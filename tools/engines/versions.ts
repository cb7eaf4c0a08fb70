/** What is fetched. The only place that names a version; the first Kafka is the default, the others are there for compatibility runs. */
export const VERSIONS = {
  cassandra: "5.0.5",
  kafka: ["4.1.1", "3.9.1"],
  slf4j: "1.7.36",
  mavenDependencyPlugin: "3.8.1",
} as const;

export type KafkaVersion = (typeof VERSIONS.kafka)[number];
