import { startProjector } from "@marquee/platform/projection/projector.js";
import { createSubgraphEndpoint } from "@marquee/platform/subgraph/create-subgraph-endpoint.js";
import type { Subgraph, SubgraphDependencies } from "@marquee/platform/subgraph/subgraph.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { createMovieLoader, type SubgraphContext } from "./context.js";
import { createMovieProjection } from "./projection/movie-projection.js";
import { createPopularityProjection } from "./projection/popularity-projection.js";
import { createResolvers } from "./resolvers/resolvers.js";
import { openEmbeddedMovieStore } from "./store/embedded-movie-store.js";

const NAME = "movies";
/** Fewer, larger commits while an import comes in. */
const LARGE_BATCHES = { maxMessages: 2000, maxBytes: 4 * 1024 * 1024 };

/** Makes its tables, starts its projectors and serves the catalogue. */
export async function createMoviesSubgraph(deps: SubgraphDependencies): Promise<Subgraph> {
  const { database, log, cursors, clock, metrics } = deps;
  const logger = deps.logger.child({ subgraph: NAME });
  const store = await openEmbeddedMovieStore(database);
  const common = { log, deadLettersTopic: TOPICS.deadLetters, logger };
  const movies = await startProjector({ ...common, ...LARGE_BATCHES, projection: createMovieProjection(store) });
  const popularity = await startProjector({ ...common, projection: createPopularityProjection(store) }).catch(
    async (error: unknown) => {
      await movies.close();
      throw error;
    },
  );

  const endpoint = createSubgraphEndpoint<SubgraphContext>({
    name: NAME,
    typeDefs: readGraphqlFile("movies.graphql"),
    resolvers: createResolvers({ store, log, cursors, clock, applied: movies.applied }),
    createContext: ({ viewer }) => ({ viewer, movies: createMovieLoader(store) }),
    logger,
    metrics,
  });
  let caughtUp = false;
  return {
    name: NAME,
    endpoint,
    async ready() {
      // Once: an import must not make a process that serves unready.
      if (!caughtUp) await movies.caughtUp();
      caughtUp = true;
      await store.count();
    },
    async caughtUp() {
      await Promise.all([movies.caughtUp(), popularity.caughtUp()]);
    },
    async close() {
      await Promise.all([movies.close(), popularity.close()]);
    },
  };
}
