// The ratings subgraph alone: it serves; a projector elsewhere folds.
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { replayLimitsOf } from "@marquee/platform/config/replay-config.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { runSubgraph } from "@marquee/platform/subgraph/run-subgraph.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { createRatingsSubgraph } from "./app.js";
import { ratingsConfig } from "./config/ratings-config.js";
import { openRatingStores } from "./store/open-rating-stores.js";

await runMain(async (lifecycle) => {
  const config = parseConfig({ ...engineConfig, ...ratingsConfig }, readEnvironment());
  await runSubgraph({
    name: "ratings",
    tables: { folded: [readTableMigrations("ratings")] },
    topicSettings: TOPIC_SETTINGS,
    config,
    port: config.RATINGS_PORT,
    portVariable: "RATINGS_PORT",
    lifecycle,
    open: async ({ engines, ...parts }) =>
      createRatingsSubgraph({
        ...parts,
        replayLimits: replayLimitsOf(config),
        stores: await openRatingStores(engines.store),
      }),
  });
});
