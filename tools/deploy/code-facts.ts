// What the code says that deployments have to agree with.
import { existsSync } from "node:fs";
import { accountsConfig } from "@marquee/accounts/config/accounts-config.js";
import { accountsPortConfig } from "@marquee/accounts/config/accounts-port-config.js";
import { projectionConfig } from "@marquee/all-in-one/config/projection-config.js";
import { projectorPortConfig } from "@marquee/all-in-one/config/projector-port-config.js";
import { streamsConfig } from "@marquee/all-in-one/config/streams-config.js";
import { gatewayConfig } from "@marquee/gateway/config/gateway-config.js";
import { datasetsConfig } from "@marquee/movies/config/datasets-config.js";
import { moviesConfig } from "@marquee/movies/config/movies-config.js";
import { engineConfig } from "@marquee/platform/config/engine-config.js";
import type { ConfigDefinition } from "@marquee/platform/config/parse-config.js";
import { SHUTDOWN_DEADLINE_MS } from "@marquee/platform/service/lifecycle.js";
import { LIVE_PATH, METRICS_PATH, READY_PATH } from "@marquee/platform/service/service-routes.js";
import { ratingsConfig } from "@marquee/ratings/config/ratings-config.js";
import { reviewsConfig } from "@marquee/reviews/config/reviews-config.js";
import { OUTSIDE_TOPICS, TOPICS } from "@marquee/schema/events/topics.js";

export interface CodeFacts {
  /** What each component reads. */
  variables: Readonly<Record<string, ConfigDefinition>>;
  /** What each component listens on unless it is told otherwise. */
  ports: Readonly<Record<string, number>>;
  paths: { live: string; ready: string; metrics: string };
  drainSeconds: number;
  topics: readonly string[];
  sourceExists(program: string): boolean;
}

export const CODE_FACTS: CodeFacts = {
  variables: {
    gateway: { ...engineConfig, ...gatewayConfig },
    movies: { ...engineConfig, ...moviesConfig, ...datasetsConfig },
    reviews: { ...engineConfig, ...reviewsConfig },
    ratings: { ...engineConfig, ...ratingsConfig },
    accounts: { ...engineConfig, ...accountsConfig, ...accountsPortConfig },
    projector: { ...engineConfig, ...projectionConfig, ...streamsConfig, ...projectorPortConfig },
    migrate: engineConfig,
    loader: engineConfig,
  },
  ports: {
    gateway: gatewayConfig.PORT.default,
    movies: moviesConfig.MOVIES_PORT.default,
    reviews: reviewsConfig.REVIEWS_PORT.default,
    ratings: ratingsConfig.RATINGS_PORT.default,
    accounts: accountsPortConfig.ACCOUNTS_PORT.default,
    projector: projectorPortConfig.PROJECTOR_PORT.default,
  },
  paths: { live: LIVE_PATH, ready: READY_PATH, metrics: METRICS_PATH },
  drainSeconds: SHUTDOWN_DEADLINE_MS / 1000,
  topics: [...Object.values(TOPICS), ...Object.values(OUTSIDE_TOPICS)],
  sourceExists: (program) => existsSync(program.replace("/dist/", "/").replace(/\.js$/, ".ts")),
};

/** Variables that the chart has no use for, and why. */
export const NOT_IN_CHART: Readonly<Record<string, string>> = {
  SEARCH: "there is one engine so far",
  SAMPLE_DATA: "of the all-in-one process; here a loader's job",
  NODE_ENV: "the image has it",
  OTEL_SDK_DISABLED: "off is the default without tracing.enabled",
};
