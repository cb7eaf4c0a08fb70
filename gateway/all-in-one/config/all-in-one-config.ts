import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";
import { z } from "zod";

/** What only a process that runs every subgraph asks for. */
export const allInOneConfig = defineConfig({
  SAMPLE_DATA: {
    schema: z.enum(["on", "off"]),
    default: "on",
    doc: "on: real films with synthetic ratings and reviews are loaded at the first start. off: the catalogue starts empty.",
  },
  FEED_RETENTION_HOURS: {
    schema: wholeNumber(1, 24 * 365),
    default: 24,
    doc: "How far back a live feed can be resumed.",
  },
});

export type AllInOneConfig = Config<typeof allInOneConfig>;
