// Tests that start three Cassandra nodes and three brokers of their own, and measure: nothing else runs beside them.
import { defineConfig } from "vitest/config";
import { shared } from "../../vitest.config.js";

export default defineConfig({
  ...shared,
  test: { name: "faults", include: ["e2e/chaos/faults.int.test.ts"], pool: "forks", fileParallelism: false },
});
