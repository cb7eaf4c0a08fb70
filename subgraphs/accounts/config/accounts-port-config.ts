import { hostVariable, portVariable } from "@marquee/platform/config/listening.js";
import { defineConfig } from "@marquee/platform/config/parse-config.js";

export const accountsPortConfig = defineConfig({
  HOST: hostVariable,
  ACCOUNTS_PORT: portVariable("the accounts subgraph", 4004),
});
