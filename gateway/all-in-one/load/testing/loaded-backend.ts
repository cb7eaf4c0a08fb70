import { parseLoadArguments } from "@marquee/loaders/run/load-arguments.js";
import { runLoad } from "@marquee/loaders/run/run-load.js";
import { createMoviesSubgraph } from "@marquee/movies/app.js";
import { systemClock } from "@marquee/platform/clock/clock.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import { parseConfig } from "@marquee/platform/config/parse-config.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { openEngines } from "@marquee/platform/engines/open-engines.js";
import { silentLogger } from "@marquee/platform/logger/logger.js";
import { createLifecycle } from "@marquee/platform/service/lifecycle.js";
import { createMetrics } from "@marquee/platform/service/metrics.js";
import type { SubgraphEndpoint } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { createRatingsSubgraph } from "@marquee/ratings/app.js";
import { TOPIC_SETTINGS, TOPICS } from "@marquee/schema/events/topics.js";
import { lockOwnFiles } from "../../lock-own-files.js";
import { migrate } from "../../migrate.js";
import { openAllStores } from "../../open-all-stores.js";
import { startAllProjectors } from "../../start-all-projectors.js";

type Environment = Readonly<Record<string, string>>;

const shared = { clock: systemClock, logger: silentLogger };

/** Runs `npm run load` with these arguments, in this process. */
export async function load(environment: Environment, ...args: string[]) {
  const lifecycle = createLifecycle();
  const parsed = parseLoadArguments(args);
  if (parsed === null) throw new Error("Nothing to load");
  try {
    const parts = { lifecycle, metrics: createMetrics(), signal: lifecycle.closing, topicSettings: TOPIC_SETTINGS };
    const silent = { onProgress() {}, onStage() {} };
    return await runLoad(parseConfig(engineConfig, environment), parsed, { ...shared, ...parts, ...silent });
  } finally {
    await lifecycle.close();
  }
}

/** Makes the tables that a load needs, where they are in Cassandra. */
export async function prepare(environment: Environment): Promise<void> {
  const { engines, lifecycle, signal } = await open(environment);
  await migrate(engines, { logger: silentLogger, signal });
  await lifecycle.close();
}

async function open(environment: Environment) {
  const config = parseConfig(engineConfig, environment);
  const lifecycle = createLifecycle();
  const metrics = createMetrics();
  const signal = lifecycle.closing;
  await lockOwnFiles(config, lifecycle);
  const engines = await openEngines(config, { ...shared, metrics, lifecycle, signal, topicSettings: TOPIC_SETTINGS });
  return { config, lifecycle, metrics, signal, engines };
}

export interface Summary {
  count: number;
  average: number | null;
  standardDeviation: number | null;
}

/** Everything folded, and what it then answers. */
export async function openFolded(environment: Environment) {
  const { config, lifecycle, metrics, engines } = await open(environment);
  const stores = await openAllStores(config, engines, { logger: silentLogger, lifecycle });
  const projectors = await startAllProjectors(
    { ...config, FEED_RETENTION_HOURS: 24, OUTSIDE_STREAMS: "off" },
    engines,
    stores,
    {
      ...shared,
      metrics,
      lifecycle,
    },
  );
  await projectors.caughtUp();
  const cursors = createCursorSigner(["for this run alone, thirty-two characters"]);
  const deps = { ...shared, metrics, log: engines.log, cursors };
  const movies = await createMoviesSubgraph({ ...deps, stores: stores.movies });
  const ratings = await createRatingsSubgraph({ ...deps, stores: stores.ratings });
  lifecycle.onClose("subgraphs", async () => {
    await ratings.close();
    await movies.close();
  });
  return {
    /** Of each movie, in the order asked for. */
    async summaries(movieIds: readonly string[]): Promise<Summary[]> {
      const all: Summary[] = [];
      for (let at = 0; at < movieIds.length; at += 500) {
        const representations = movieIds.slice(at, at + 500).map((id) => ({ __typename: "Movie", id }));
        const data = await ask(ratings.endpoint, SUMMARIES, { representations });
        for (const { ratingSummary } of data._entities as { ratingSummary: Summary }[]) all.push(ratingSummary);
      }
      return all;
    },
    /** As far as topMovies goes. */
    async topMovies(): Promise<string[]> {
      const all: string[] = [];
      for (let after: string | null = null; ; ) {
        const { topMovies } = (await ask(movies.endpoint, TOP, { after })) as { topMovies: TopPage };
        all.push(...topMovies.nodes.map(({ id }) => id));
        if (!topMovies.pageInfo.hasNextPage) return all;
        after = topMovies.pageInfo.endCursor;
      }
    },
    /** Where the log ends, by topic. */
    async ends(): Promise<Record<string, number[]>> {
      const topics = [TOPICS.movies, TOPICS.users, TOPICS.ratings, TOPICS.ratingChanges, TOPICS.deadLetters];
      return Object.fromEntries(
        await Promise.all(
          topics.map(async (topic) => [topic, (await engines.log.positions(topic)).map(({ end }) => end)]),
        ),
      );
    },
    store: engines.store,
    close: () => lifecycle.close(),
  };
}

interface TopPage {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}

const SUMMARIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) {
  ... on Movie { ratingSummary { count average standardDeviation } } } }`;
const TOP = `query ($after: Cursor) { topMovies(first: 100, after: $after) {
  nodes { id } pageInfo { hasNextPage endCursor } } }`;

async function ask(endpoint: SubgraphEndpoint, query: string, variables: Record<string, unknown>) {
  const { data, errors } = await endpoint.execute({ query, variables, viewer: null, requestId: "test" });
  if (errors !== undefined) throw errors[0];
  return data as Record<string, unknown>;
}
