// All in one process: the gateway, every subgraph and their projectors.
import { accountsConfig } from "@marquee/accounts/config/accounts-config.js";
import { startGateway } from "@marquee/gateway/app.js";
import { gatewayConfig } from "@marquee/gateway/config/gateway-config.js";
import { readSupergraph } from "@marquee/gateway/config/read-supergraph.js";
import { reloadOnHangup } from "@marquee/gateway/reload-on-hangup.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { banner } from "./banner.js";
import { allInOneConfig } from "./config/all-in-one-config.js";
import { readStatistics } from "./read-statistics.js";
import { prepareBackend } from "./start-backend.js";

await runMain(async (lifecycle) => {
  const environment = readEnvironment();
  const definition = { ...engineConfig, ...gatewayConfig, ...allInOneConfig, ...accountsConfig };
  const config = parseConfig(definition, environment);
  const { endpoints, start, ...shared } = await prepareBackend("marquee", config, { lifecycle, environment });
  const gateway = await startGateway({
    config,
    supergraphSdl: await readSupergraph(config.SUPERGRAPH_PATH),
    subgraphs: endpoints,
    ...shared,
  });
  lifecycle.onClose("gateway", () => gateway.close());
  lifecycle.onClose("readiness", () => shared.health.drain());
  reloadOnHangup(gateway, config.SUPERGRAPH_PATH, shared.logger);

  const started = await start();
  if (started === null) return;
  const generatedAdmin = await started.generateAdmin();
  const statistics = await readStatistics(started.subgraphs);
  const sampleData = config.SAMPLE_DATA === "on";
  process.stdout.write(banner({ url: gateway.url, statistics, sampleData, generatedAdmin }));
});
