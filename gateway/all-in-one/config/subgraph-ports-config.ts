import { accountsPortConfig } from "@marquee/accounts/config/accounts-port-config.js";
import { moviesConfig } from "@marquee/movies/config/movies-config.js";
import { defineConfig } from "@marquee/platform/config/parse-config.js";
import { ratingsConfig } from "@marquee/ratings/config/ratings-config.js";
import { reviewsConfig } from "@marquee/reviews/config/reviews-config.js";

/** Where subgraphs listen when they run apart from the gateway. */
export const subgraphPortsConfig = defineConfig({
  ...moviesConfig,
  ...reviewsConfig,
  ...ratingsConfig,
  ...accountsPortConfig,
});
