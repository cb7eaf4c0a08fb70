import { inject } from "vitest";
import { eventLogContract } from "./event-log.contract.js";
import { kafkaTestCluster } from "./testing/kafka-test-cluster.js";

eventLogContract("Kafka's log", async () => {
  const cluster = kafkaTestCluster(inject("kafka"));
  const log = await cluster.open();
  return {
    log,
    close: () => cluster.close(),
    async reopen() {
      await log.close();
      return cluster.open();
    },
  };
});
