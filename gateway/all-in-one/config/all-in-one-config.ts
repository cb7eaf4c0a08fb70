import { datasetsConfig } from "@marquee/movies/config/datasets-config.js";
import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { replayConfig } from "@marquee/platform/config/replay-config.js";
import { z } from "zod";
import { projectionConfig } from "./projection-config.js";
import { streamsConfig } from "./streams-config.js";

/** What only a process that runs every subgraph asks for. */
export const allInOneConfig = defineConfig({
  SAMPLE_DATA: {
    schema: z.enum(["on", "off"]),
    default: "on",
    doc: "on: real films with synthetic ratings and reviews are loaded at the first start. off: the catalogue starts empty.",
  },
  ...datasetsConfig,
  ...projectionConfig,
  ...streamsConfig,
  ...replayConfig,
});

export type AllInOneConfig = Config<typeof allInOneConfig>;
