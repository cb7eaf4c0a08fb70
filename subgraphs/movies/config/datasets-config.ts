import { join } from "node:path";
import type { EngineConfig } from "@marquee/platform/config/engine-config.js";
import { type Config, defineConfig, type Environment } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";
import type { StoreEngine } from "@marquee/platform/engines/engines.js";
import { z } from "zod";
import { claimAlone, claimByLease } from "../datasets/claim-run.js";
import type { DatasetsOptions } from "../datasets/open-datasets.js";

export const datasetsConfig = defineConfig({
  DATASETS_DIR: {
    schema: z.string().optional(),
    doc: "Where uploaded datasets are kept: a folder that every process that serves movies shares. Unset: datasets in DATA_DIR.",
  },
  DATASETS_MAX_FILE_BYTES: {
    schema: wholeNumber(1, 2 ** 49),
    default: 10_737_418_240,
    doc: "The largest file that may be uploaded, in bytes; 10 GiB unless changed.",
  },
});

/** What the subgraph does with datasets. `loaders`: the program that loads, as a file. */
export function datasetsOptions(
  config: Config<typeof datasetsConfig> & Pick<EngineConfig, "STORE" | "EVENT_LOG" | "DATA_DIR">,
  { store, loaders, environment }: { store: StoreEngine; loaders: string; environment: Environment },
): DatasetsOptions {
  const folder = config.DATASETS_DIR ?? join(config.DATA_DIR, "datasets");
  // On a cluster all that a load keeps in DATA_DIR is how far it is: there whoever takes it up finds it.
  const clustered = config.STORE === "cassandra" && config.EVENT_LOG === "kafka";
  return {
    folder,
    maxFileBytes: config.DATASETS_MAX_FILE_BYTES,
    load: {
      command: [process.execPath, loaders],
      environment: clustered ? { ...environment, DATA_DIR: folder } : environment,
    },
    claim: store.kind === "cassandra" ? claimByLease(store.folded) : claimAlone,
  };
}
