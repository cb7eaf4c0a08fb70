// Processes as the chart would have them, on real engines. Needs helm: `npm run check:deploy -- --install` gets it.
import { defineConfig } from "vitest/config";
import { shared } from "../../vitest.config.js";

export default defineConfig({
  ...shared,
  test: {
    name: "deployed",
    include: ["e2e/deployed/*.int.test.ts"],
    globalSetup: ["tools/engines/vitest-setup.ts"],
    pool: "forks",
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 240_000,
  },
});
