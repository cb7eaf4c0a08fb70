import { join } from "node:path";
import type { Engines, StoreEngine } from "@marquee/platform/engines/engines.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import { openCassandraMovieStores } from "./cassandra-movie-stores.js";
import { openEmbeddedMovieStores } from "./embedded-movie-stores.js";
import { openFollowingMovieIndex } from "./following-movie-index.js";
import type { MovieFoldStores, MovieStores } from "./movie-stores.js";

export interface MovieStoresOptions {
  /** Where an index of this process has its file. Locked by this process. */
  dataDir: string;
  logger: Logger;
  /** What is opened here is closed there. */
  lifecycle: Lifecycle;
}

export async function openMovieStores({ store, log }: Engines, options: MovieStoresOptions): Promise<MovieStores> {
  if (store.kind === "embedded") return openEmbeddedMovieStores(store.database);
  const { dataDir, logger, lifecycle } = options;
  const index = await openFollowingMovieIndex({ file: join(dataDir, "movie-index.db"), log, logger });
  lifecycle.onClose("movie index", () => index.close());
  return { ...openCassandraMovieStores(store.folded), index };
}

/** For a process that folds and does not serve. */
export async function openMovieFoldStores(store: StoreEngine): Promise<MovieFoldStores> {
  return store.kind === "embedded" ? openEmbeddedMovieStores(store.database) : openCassandraMovieStores(store.folded);
}
