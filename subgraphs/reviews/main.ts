// The reviews subgraph alone: it serves; a projector elsewhere folds.
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { replayLimitsOf } from "@marquee/platform/config/replay-config.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { runSubgraph } from "@marquee/platform/subgraph/run-subgraph.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { createReviewsSubgraph } from "./app.js";
import { reviewsConfig } from "./config/reviews-config.js";
import { openReviewStores } from "./store/open-review-stores.js";

await runMain(async (lifecycle) => {
  const config = parseConfig({ ...engineConfig, ...reviewsConfig }, readEnvironment());
  await runSubgraph({
    name: "reviews",
    tables: { folded: [readTableMigrations("reviews")] },
    topicSettings: TOPIC_SETTINGS,
    config,
    port: config.REVIEWS_PORT,
    portVariable: "REVIEWS_PORT",
    lifecycle,
    open: async ({ engines, ...parts }) =>
      createReviewsSubgraph({
        ...parts,
        replayLimits: replayLimitsOf(config),
        stores: await openReviewStores(engines.store),
      }),
  });
});
