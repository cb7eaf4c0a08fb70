import { hostVariable, portVariable } from "@marquee/platform/config/listening.js";
import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { replayConfig } from "@marquee/platform/config/replay-config.js";

export const reviewsConfig = defineConfig({
  HOST: hostVariable,
  REVIEWS_PORT: portVariable("the reviews subgraph", 4002),
  ...replayConfig,
});
