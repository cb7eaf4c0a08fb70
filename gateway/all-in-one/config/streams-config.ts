import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { z } from "zod";

/** What a process that may take up what others write asks for. */
export const streamsConfig = defineConfig({
  OUTSIDE_STREAMS: {
    schema: z.enum(["on", "off"]).optional(),
    doc: "on: ratings and movies that others write into marquee.outside-ratings.v1 and marquee.outside-movies.v1 are taken up. Unset: on where the log is embedded, off on Kafka.",
  },
});

export type StreamsConfig = Config<typeof streamsConfig>;
