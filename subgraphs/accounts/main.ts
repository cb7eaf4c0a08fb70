// The accounts subgraph alone: it serves; a projector elsewhere folds.
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { runSubgraph } from "@marquee/platform/subgraph/run-subgraph.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { createAccountsSubgraph } from "./app.js";
import { accountsConfig } from "./config/accounts-config.js";
import { accountsPortConfig } from "./config/accounts-port-config.js";
import { openAccountStores } from "./store/open-account-stores.js";

await runMain(async (lifecycle) => {
  const config = parseConfig({ ...engineConfig, ...accountsConfig, ...accountsPortConfig }, readEnvironment());
  await runSubgraph({
    name: "accounts",
    tables: { own: [readTableMigrations("credentials")], folded: [readTableMigrations("accounts")] },
    topicSettings: TOPIC_SETTINGS,
    config,
    port: config.ACCOUNTS_PORT,
    portVariable: "ACCOUNTS_PORT",
    lifecycle,
    open: async ({ engines, keys, ...parts }) =>
      createAccountsSubgraph({
        ...parts,
        stores: await openAccountStores(engines.store),
        jwtKeys: keys.jwtKeys,
        config,
      }),
  });
});
