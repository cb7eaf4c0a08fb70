import { hostVariable, portVariable } from "@marquee/platform/config/listening.js";
import { defineConfig } from "@marquee/platform/config/parse-config.js";

export const projectorPortConfig = defineConfig({
  HOST: hostVariable,
  PROJECTOR_PORT: portVariable("a projector that runs alone, for health and metrics", 4010),
});
