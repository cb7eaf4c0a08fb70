import { defineConfig } from "vitest/config";

const shared = {
  resolve: {
    conditions: ["source"],
    // As Node resolves it: Vite would take index.mjs, and two copies of graphql in one process refuse each other.
    alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }],
  },
  ssr: { resolve: { conditions: ["source"] } },
};

const outside = ["**/node_modules/**", "**/dist/**"];

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          include: ["**/*.test.ts"],
          exclude: [...outside, "**/*.int.test.ts"],
          pool: "forks",
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          // On real Cassandra and Kafka, started once for all files.
          name: "engines",
          include: ["**/*.int.test.ts"],
          exclude: outside,
          globalSetup: ["tools/engines/vitest-setup.ts"],
          pool: "forks",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
