// Writes .env.example from the config schemas; with --check fails where the two differ.
import { readFileSync, writeFileSync } from "node:fs";
import { accountsConfig } from "@marquee/accounts/config/accounts-config.js";
import { allInOneConfig } from "@marquee/all-in-one/config/all-in-one-config.js";
import { projectorPortConfig } from "@marquee/all-in-one/config/projector-port-config.js";
import { subgraphPortsConfig } from "@marquee/all-in-one/config/subgraph-ports-config.js";
import { gatewayConfig } from "@marquee/gateway/config/gateway-config.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { checkEnvExample, renderEnvExample } from "@marquee/platform/config/env-example.js";

const { HOST: _, ...ports } = subgraphPortsConfig;
const sections = [
  ["Engines and keys", engineConfig],
  ["Gateway", gatewayConfig],
  ["Accounts", accountsConfig],
  ["Sample data and feeds", allInOneConfig],
  ["Subgraphs that run apart from the gateway", ports],
  ["A projector that runs alone", { PROJECTOR_PORT: projectorPortConfig.PROJECTOR_PORT }],
] as const;

if (process.argv.includes("--check")) {
  const faults = checkEnvExample(readFileSync(".env.example", "utf8"), sections);
  if (faults.length > 0) {
    console.error([".env.example is out of date; run `npm run env-example` and commit it:", ...faults].join("\n  "));
    process.exit(1);
  }
} else {
  writeFileSync(".env.example", renderEnvExample(sections));
}
