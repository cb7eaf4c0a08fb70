import { hostVariable, portVariable } from "@marquee/platform/config/listening.js";
import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { replayConfig } from "@marquee/platform/config/replay-config.js";

export const ratingsConfig = defineConfig({
  HOST: hostVariable,
  RATINGS_PORT: portVariable("the ratings subgraph", 4003),
  ...replayConfig,
});
