import { hostVariable, portVariable } from "@marquee/platform/config/listening.js";
import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { datasetsConfig } from "./datasets-config.js";

export const moviesConfig = defineConfig({
  HOST: hostVariable,
  MOVIES_PORT: portVariable("the movies subgraph", 4001),
  ...datasetsConfig,
});
