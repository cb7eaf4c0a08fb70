import { watchApplied } from "@marquee/platform/projection/applied-watch.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { createMovieLoader, type SubgraphContext } from "./context.js";
import { createResolvers } from "./resolvers/resolvers.js";
import type { MovieStores } from "./store/movie-stores.js";

const NAME = "movies";

/** Serves the catalogue; who folds it is told by projectors.ts. */
export async function createMoviesSubgraph(deps: SubgraphDependencies<MovieStores>): Promise<Subgraph> {
  const { stores, log, cursors, clock, metrics } = deps;
  const logger = deps.logger.child({ subgraph: NAME });
  const folded = watchApplied({ log, group: "movies", topic: TOPICS.movies });
  const endpoint = createSubgraphEndpoint<SubgraphContext>({
    name: NAME,
    typeDefs: readGraphqlFile("movies.graphql"),
    resolvers: createResolvers({ stores, log, cursors, clock, folded }),
    createContext: ({ viewer }) => ({ viewer, movies: createMovieLoader(stores.catalogue) }),
    logger,
    metrics,
  });
  const closing = new AbortController();
  // Once: an import must not make a process that serves unready.
  let complete: Promise<void> | undefined;
  return {
    name: NAME,
    endpoint,
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
    },
  };
}

/** An id that nothing has: asking for it tells whether the store answers. */
const PROBE = "-";
