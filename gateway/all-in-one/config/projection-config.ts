import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";

/** What a process that folds the log asks for. */
export const projectionConfig = defineConfig({
  FEED_RETENTION_HOURS: {
    schema: wholeNumber(1, 24 * 365),
    default: 24,
    doc: "How far back a live feed can be resumed.",
  },
});

export type ProjectionConfig = Config<typeof projectionConfig>;
