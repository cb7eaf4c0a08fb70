// The movies subgraph alone: it serves; a projector elsewhere folds. DATA_DIR has its search index, which follows the log.
import { fileURLToPath } from "node:url";
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
import { datasetsOptions } from "./config/datasets-config.js";
import { moviesConfig } from "./config/movies-config.js";
import { openMovieStores } from "./store/open-movie-stores.js";

// A program that is started, not imported; beside this one in a checkout and in the image.
const LOADERS = fileURLToPath(new URL("../../../loaders/dist/main.js", import.meta.url));

await runMain(async (lifecycle) => {
  const environment = readEnvironment();
  const config = parseConfig({ ...engineConfig, ...moviesConfig }, environment);
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
    takesUploads: true,
    open: async ({ engines, lifecycle: parts, ...shared }) => {
      const options = { dataDir: config.DATA_DIR, logger: shared.logger, lifecycle: parts };
      const datasets = datasetsOptions(config, { store: engines.store, loaders: LOADERS, environment });
      return createMoviesSubgraph({ ...shared, datasets, stores: await openMovieStores(engines, options) });
    },
  });
});
