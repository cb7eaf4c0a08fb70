import { createAccountsSubgraph } from "@marquee/accounts/app.js";
import type { AccountsConfig } from "@marquee/accounts/config/accounts-config.js";
import type { GeneratedAdmin } from "@marquee/accounts/use-cases/ensure-admin.js";
import { createMoviesSubgraph } from "@marquee/movies/app.js";
import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Keys } from "@marquee/platform/config/load-keys.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Lifecycle } from "@marquee/platform/service/lifecycle.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { Subgraph } from "@marquee/platform/subgraph/subgraph.js";
import { createRatingsSubgraph } from "@marquee/ratings/app.js";
import { createReviewsSubgraph } from "@marquee/reviews/app.js";
import type { SubgraphName } from "@marquee/schema/graphql/subgraphs.js";
import type { AllInOneConfig } from "./config/all-in-one-config.js";
import type { Engines } from "./open-engines.js";

export interface StartedSubgraphs {
  subgraphs: Record<SubgraphName, Subgraph>;
  /** An administrator for whoever starts without one, to be shown at once; null where there is one. */
  generateAdmin(): Promise<GeneratedAdmin | null>;
}

/** Every subgraph with its projectors, in this process. */
export async function startSubgraphs(
  config: AllInOneConfig & AccountsConfig,
  parts: { engines: Engines; keys: Keys; clock: Clock; logger: Logger; metrics: Metrics; lifecycle: Lifecycle },
): Promise<StartedSubgraphs> {
  const { engines, keys, lifecycle, ...shared } = parts;
  const dependencies = { ...shared, ...engines, cursors: createCursorSigner(keys.cursorKeys) };
  const started = <Started extends Subgraph>(subgraph: Started): Started => {
    lifecycle.onClose(`${subgraph.name} subgraph`, () => subgraph.close());
    return subgraph;
  };
  const feedRetentionMs = config.FEED_RETENTION_HOURS * 60 * 60 * 1000;
  const accounts = started(await createAccountsSubgraph({ ...dependencies, jwtKeys: keys.jwtKeys, config }));
  const movies = started(await createMoviesSubgraph(dependencies));
  const reviews = started(await createReviewsSubgraph(dependencies, { feedRetentionMs }));
  const ratings = started(await createRatingsSubgraph(dependencies, { feedRetentionMs }));
  return { subgraphs: { movies, reviews, ratings, accounts }, generateAdmin: () => accounts.generateAdmin() };
}
