import { fileURLToPath } from "node:url";
import { createAccountsSubgraph } from "@marquee/accounts/app.js";
import type { AccountsConfig } from "@marquee/accounts/config/accounts-config.js";
import type { GeneratedAdmin } from "@marquee/accounts/use-cases/ensure-admin.js";
import { createMoviesSubgraph } from "@marquee/movies/app.js";
import { type datasetsConfig, datasetsOptions } from "@marquee/movies/config/datasets-config.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import type { Keys } from "@marquee/platform/config/load-keys.js";
import type { Config, Environment } from "@marquee/platform/config/parse-config.js";
import { type replayConfig, replayLimitsOf } from "@marquee/platform/config/replay-config.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { Engines } from "@marquee/platform/engines/engines.js";
import { untilAvailable } from "@marquee/platform/engines/until-available.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import { createRatingsSubgraph } from "@marquee/ratings/app.js";
import { createReviewsSubgraph } from "@marquee/reviews/app.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import type { AllStores } from "./open-all-stores.js";

export interface StartedSubgraphs {
  subgraphs: Record<SubgraphName, Subgraph>;
  /** An administrator for whoever starts without one, to be shown at once; null where there is one. */
  generateAdmin(): Promise<GeneratedAdmin | null>;
}

export interface SubgraphParts {
  engines: Engines;
  stores: AllStores;
  keys: Keys;
  clock: Clock;
  logger: Logger;
  metrics: Metrics;
  lifecycle: Lifecycle;
  /** The variables of this process, for those that it starts. */
  environment: Environment;
}

/** Started as a program of its own, so that reading a dataset takes nothing from those who are served. */
const LOADERS = fileURLToPath(import.meta.resolve("@marquee/loaders/main.js"));

/** Every subgraph, serving in this process. */
export async function startSubgraphs(
  config: EngineConfig & AccountsConfig & Config<typeof replayConfig & typeof datasetsConfig>,
  parts: SubgraphParts,
): Promise<StartedSubgraphs> {
  const { engines, stores, keys, lifecycle, environment, ...shared } = parts;
  const dependencies = {
    ...shared,
    log: engines.log,
    cursors: createCursorSigner(keys.cursorKeys),
    replayLimits: replayLimitsOf(config),
  };
  const datasets = datasetsOptions(config, { store: engines.store, loaders: LOADERS, environment });
  const start = async <Started extends Subgraph>(name: string, create: () => Promise<Started>): Promise<Started> => {
    const patient = { logger: parts.logger, signal: lifecycle.closing };
    const subgraph = await untilAvailable(`the ${name} subgraph`, patient, create);
    lifecycle.onClose(`${name} subgraph`, () => subgraph.close());
    return subgraph;
  };
  const accounts = await start("accounts", () =>
    createAccountsSubgraph({ ...dependencies, stores: stores.accounts, jwtKeys: keys.jwtKeys, config }),
  );
  const movies = await start("movies", () =>
    createMoviesSubgraph({ ...dependencies, datasets, stores: stores.movies }),
  );
  const reviews = await start("reviews", () => createReviewsSubgraph({ ...dependencies, stores: stores.reviews }));
  const ratings = await start("ratings", () => createRatingsSubgraph({ ...dependencies, stores: stores.ratings }));
  return { subgraphs: { movies, reviews, ratings, accounts }, generateAdmin: () => accounts.generateAdmin() };
}
