import fc from "fast-check";
import { Partitioners } from "kafkajs";
import { expect, test } from "vitest";
import { kafkaPartitionOfKey } from "./kafka-partition-of-key.js";

const partitioner = Partitioners.DefaultPartitioner();

function kafkajsPartition(key: string, partitions: number): number {
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 1,
    replicas: [],
    isr: [],
  }));
  return partitioner({ topic: "any", partitionMetadata, message: { key, value: null } });
}

test("agrees with kafkajs' DefaultPartitioner on every key", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 40 }), fc.integer({ min: 1, max: 256 }), (key, partitions) => {
      expect(kafkaPartitionOfKey(key, partitions)).toBe(kafkajsPartition(key, partitions));
    }),
    { numRuns: 2_000 },
  );
});

test("stays where it is", () => {
  // Kafka's own UtilsTest gives murmur2("21") = -973932308 and murmur2("foobar") = -790332482.
  expect(kafkaPartitionOfKey("21", 1_000)).toBe((-973932308 & 0x7fffffff) % 1_000);
  expect(kafkaPartitionOfKey("foobar", 1_000)).toBe((-790332482 & 0x7fffffff) % 1_000);
});
