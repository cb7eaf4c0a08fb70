import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { canTestEngines } from "./tools/engines/engine-tests.js";

export const shared = {
  resolve: {
    conditions: ["source"],
    // As Node resolves it: Vite would take index.mjs, and two copies of graphql in one process refuse each other.
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  ssr: { resolve: { conditions: ["source"] } },
};

const outside = ["**/node_modules/**", "**/dist/**"];
/** They start engines of their own, and measure: see e2e/chaos/vitest.config.ts. */
const faults = "e2e/chaos/faults.int.test.ts";
/** They need helm: see e2e/deployed/vitest.config.ts. */
const deployed = "e2e/deployed/*.int.test.ts";
const unit: TestProjectConfiguration = {
  ...shared,
  test: {
    name: "unit",
    include: ["**/*.test.ts"],
    exclude: [...outside, "**/*.int.test.ts"],
    pool: "forks",
    // Modules are imported once for all files of a worker: that takes longer than most of the tests.
    isolate: false,
    // Vitest leaves one core to itself; these wait for processes of their own most of the time.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
};

const engines: TestProjectConfiguration = {
  ...shared,
  test: {
    // On real Cassandra and Kafka, started once for all files; after the others, for they want the machine for themselves.
    name: "engines",
    include: ["**/*.int.test.ts"],
    exclude: [...outside, faults, deployed],
    globalSetup: ["tools/engines/vitest-setup.ts"],
    pool: "forks",
    isolate: false,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

export default defineConfig(async () => ({
  test: {
    globalSetup: ["tools/build-before-tests.ts"],
    projects: (await canTestEngines(process.env)) ? [unit, engines] : [unit],
  },
}));
