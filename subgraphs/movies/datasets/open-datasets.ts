import type { Clock } from "@marquee/platform/clock/clock.js";
import type { Closeable, EventLog } from "@marquee/platform/event-log/event-log.js";
import type { Logger } from "@marquee/platform/logger/logger.js";
import type { Metrics } from "@marquee/platform/service/metrics.js";
import type { UploadEndpoint } from "@marquee/platform/subgraph/upload-endpoint.js";
import { acceptUploads } from "./accept-upload.js";
import type { ClaimRun } from "./claim-run.js";
import { datasetFiles } from "./dataset-files.js";
import { type Datasets, followDatasets } from "./follow-datasets.js";
import type { LoadCommand } from "./load-worker.js";
import { startDatasetRunner } from "./run-datasets.js";

export interface DatasetsOptions {
  /** Where the files are; shared by all processes that serve movies. */
  folder: string;
  maxFileBytes: number;
  /** What loads and deletes. */
  load: LoadCommand;
  claim: ClaimRun;
}

export interface ManagedDatasets extends Closeable {
  datasets: Datasets;
  uploads: UploadEndpoint | undefined;
}

/** Without options it only follows. Throws what the log throws at the start. */
export async function openDatasets(
  options: DatasetsOptions | undefined,
  parts: { log: EventLog; clock: Clock; logger: Logger; metrics: Metrics },
): Promise<ManagedDatasets> {
  const datasets = await followDatasets(parts);
  // They are few: whoever asks early must not be told that there are none.
  await datasets.caughtUp().catch(async (error) => {
    await datasets.close();
    throw error;
  });
  if (options === undefined) return { datasets, uploads: undefined, close: () => datasets.close() };
  const { folder, maxFileBytes, load, claim } = options;
  const files = datasetFiles(folder, parts.clock);
  const runner = startDatasetRunner({ ...parts, datasets, files, load, claim });
  return {
    datasets,
    uploads: acceptUploads({ ...parts, datasets, files, maxFileBytes }),
    async close() {
      await runner.close();
      await datasets.close();
    },
  };
}
