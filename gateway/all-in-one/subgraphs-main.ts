// Every subgraph with its projectors in one process, each on its own port, for gateways that run elsewhere.
import { accountsConfig } from "@marquee/accounts/config/accounts-config.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { serveSubgraph } from "@marquee/platform/subgraph/serve-subgraph.js";
import { SUBGRAPHS } from "@marquee/schema/graphql/subgraphs.js";
import { allInOneConfig } from "./config/all-in-one-config.js";
import { subgraphPortsConfig } from "./config/subgraph-ports-config.js";
import { prepareBackend } from "./start-backend.js";

const PORT_VARIABLES = {
  movies: "MOVIES_PORT",
  reviews: "REVIEWS_PORT",
  ratings: "RATINGS_PORT",
  accounts: "ACCOUNTS_PORT",
} as const;

await runMain(async (lifecycle) => {
  const environment = readEnvironment();
  const definition = { ...engineConfig, ...allInOneConfig, ...accountsConfig, ...subgraphPortsConfig };
  const config = parseConfig(definition, environment);
  const backend = await prepareBackend("subgraphs", config, { lifecycle, environment });
  for (const { name } of SUBGRAPHS) {
    const portVariable = PORT_VARIABLES[name];
    const served = await serveSubgraph({
      endpoint: backend.endpoints[name],
      ...(name === "movies" ? { uploads: backend.uploads } : {}),
      host: config.HOST,
      port: config[portVariable],
      portVariable,
      gatewaySecrets: backend.keys.gatewaySecrets,
      health: backend.health,
      metrics: backend.metrics,
      logger: backend.logger,
    });
    lifecycle.onClose(`${name} server`, () => served.close());
    process.stdout.write(`  ${name.padEnd(10)} ${served.url}\n`);
  }
  lifecycle.onClose("readiness", () => backend.health.drain());

  const started = await backend.start();
  if (started === null) return;
  const generatedAdmin = await started.generateAdmin();
  if (generatedAdmin !== null) {
    process.stdout.write(`  Administrator, shown this once: ${generatedAdmin.email} / ${generatedAdmin.password}\n`);
  }
  process.stdout.write("  The subgraphs are ready.\n");
});
