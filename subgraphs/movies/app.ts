import { watchApplied } from "@marquee/platform/projection/applied-watch.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { createMovieLoader, type SubgraphContext } from "./context.js";
import { type DatasetsOptions, openDatasets } from "./datasets/open-datasets.js";
import { createResolvers } from "./resolvers/resolvers.js";
import type { MovieStores } from "./store/movie-stores.js";

const NAME = "movies";

export interface MoviesDependencies extends SubgraphDependencies<MovieStores> {
  /** Left out: no files are taken and nothing is loaded by this process; what others do is shown. */
  datasets?: DatasetsOptions;
}

/** Serves the catalogue, and looks after datasets; who folds the catalogue is told by projectors.ts. */
export async function createMoviesSubgraph(deps: MoviesDependencies): Promise<Subgraph> {
  const { stores, log, cursors, clock, metrics } = deps;
  const logger = deps.logger.child({ subgraph: NAME });
  const folded = watchApplied({ log, group: "movies", topic: TOPICS.movies });
  const closing = new AbortController();
  const managed = await openDatasets(deps.datasets, { log, clock, logger, metrics });
  const { datasets } = managed;
  const endpoint = createSubgraphEndpoint<SubgraphContext>({
    name: NAME,
    typeDefs: readGraphqlFile("movies.graphql"),
    resolvers: createResolvers({ stores, log, cursors, clock, folded, datasets, closing: closing.signal }),
    createContext: ({ viewer, after, signal }) => ({
      ...{ viewer, after, signal },
      movies: createMovieLoader(stores.catalogue),
    }),
    logger,
    metrics,
  });
  // Once: an import must not make a process that serves unready.
  let complete: Promise<void> | undefined;
  return {
    name: NAME,
    endpoint,
    ...(managed.uploads === undefined ? {} : { uploads: managed.uploads }),
    async ready() {
      complete ??= Promise.all([folded.caughtUp(closing.signal), stores.index.ready()]).then(() => undefined);
      complete.catch(() => {
        complete = undefined;
      });
      await complete;
      await stores.catalogue.findByIds([PROBE]);
    },
    async close() {
      closing.abort();
      await managed.close();
    },
  };
}

/** An id that nothing has: asking for it tells whether the store answers. */
const PROBE = "-";
