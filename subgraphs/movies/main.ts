// The movies subgraph alone: it serves; a projector elsewhere folds. DATA_DIR has its search index, which follows the log.
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { readEnvironment } from "@marquee/platform/config/read-environment.js";
import { lockDataDir } from "@marquee/platform/data-dir/lock-data-dir.js";
import { requireCluster } from "@marquee/platform/engines/require-cluster.js";
import { runMain } from "@marquee/platform/service/run-main.js";
import { runSubgraph } from "@marquee/platform/subgraph/run-subgraph.js";
import { TOPIC_SETTINGS } from "@marquee/schema/events/topics.js";
import { readTableMigrations } from "@marquee/schema/tables/read-table-migrations.js";
import { createMoviesSubgraph } from "./app.js";
import { moviesConfig } from "./config/movies-config.js";
import { openMovieStores } from "./store/open-movie-stores.js";

await runMain(async (lifecycle) => {
  const config = parseConfig({ ...engineConfig, ...moviesConfig }, readEnvironment());
  requireCluster(config, "The movies subgraph alone");
  const lock = await lockDataDir(config.DATA_DIR);
  lifecycle.onClose("data folder", () => lock.close());
  await runSubgraph({
    name: "movies",
    tables: { folded: [readTableMigrations("movies")] },
    topicSettings: TOPIC_SETTINGS,
    config,
    port: config.MOVIES_PORT,
    portVariable: "MOVIES_PORT",
    lifecycle,
    open: async ({ engines, lifecycle: parts, ...shared }) => {
      const options = { dataDir: config.DATA_DIR, logger: shared.logger, lifecycle: parts };
      return createMoviesSubgraph({ ...shared, stores: await openMovieStores(engines, options) });
    },
  });
});
