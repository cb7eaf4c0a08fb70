import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";
import { z } from "zod";

/** What a process that folds the log asks for. */
export const projectionConfig = defineConfig({
  FEED_RETENTION_HOURS: {
    schema: wholeNumber(1, 24 * 365),
    default: 24,
    doc: "How far back a live feed can be resumed.",
  },
  OUTSIDE_STREAMS: {
    schema: z.enum(["on", "off"]).optional(),
    doc: "on: ratings and movies that others write into marquee.outside-ratings.v1 and marquee.outside-movies.v1 are taken up. Unset: on where the log is embedded, off on Kafka.",
  },
});

export type ProjectionConfig = Config<typeof projectionConfig>;
