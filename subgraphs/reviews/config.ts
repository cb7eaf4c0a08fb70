import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";

export const reviewsConfig = defineConfig({
  REVIEW_FEED_RETENTION_HOURS: {
    schema: wholeNumber(1, 24 * 365),
    default: 24,
    doc: "For how long a reader of reviewAdded that broke off can resume without loss, in hours.",
  },
});

export type ReviewsConfig = Config<typeof reviewsConfig>;
