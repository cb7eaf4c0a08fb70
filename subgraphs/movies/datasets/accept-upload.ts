import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { type UploadEndpoint, UploadRefused, type UploadRequest } from "@marquee/platform/subgraph/upload-endpoint.js";
import { DatasetFileStored } from "@marquee/schema/events/dataset-file-stored.js";
import {
  EXTENSIONS,
  HEAD_BYTES,
  hasKnownExtension,
  headMistake,
  isDatasetName,
  isFileName,
} from "../rules/dataset-file.js";
import { isBusy } from "../rules/dataset-state.js";
import { MAX_FILES } from "../rules/fold-dataset.js";
import type { DatasetFiles, UnfinishedFile } from "./dataset-files.js";
import { describeDataset } from "./describe-dataset.js";
import type { Datasets } from "./follow-datasets.js";
import { requireAdmin } from "./require-admin.js";

export interface UploadParts {
  datasets: Datasets;
  files: DatasetFiles;
  log: EventLog;
  clock: Clock;
  maxFileBytes: number;
}

/** All are in the memory of every process that serves movies. */
const MAX_DATASETS = 1_000;
/** Each keeps a connection, and the disk busy. */
const MAX_UPLOADS = 8;
/** How long the answer waits for this process to have heard of its own event. */
const SHOW_TIMEOUT_MS = 10_000;

export function acceptUploads(parts: UploadParts): UploadEndpoint {
  let under = 0;
  return {
    async upload(request) {
      requireAdmin(request.viewer);
      refuseEarly(parts, request);
      if (under >= MAX_UPLOADS) {
        throw new UploadRefused(503, `${MAX_UPLOADS} files are being uploaded; try again when one is done.`);
      }
      under += 1;
      try {
        return await receive(parts, request);
      } catch (error) {
        throw isDiskFull(error) ? new UploadRefused(507, "There is no room for the file.", { cause: error }) : error;
      } finally {
        under -= 1;
      }
    },
  };
}

/** What can be told before the body. */
function refuseEarly({ datasets, maxFileBytes }: UploadParts, { dataset, file, bytes }: UploadRequest): void {
  if (!isDatasetName(dataset)) {
    throw new UploadRefused(400, "A dataset is named with at most 40 of a-z, 0-9 and -, such as my-ratings.");
  }
  if (!isFileName(file)) {
    throw new UploadRefused(400, "A file is named with at most 120 of letters, digits, and . _ - behind the first.");
  }
  if (!hasKnownExtension(file)) throw new UploadRefused(415, `These files are taken: ${EXTENSIONS}.`);
  if (bytes !== null && bytes > maxFileBytes) throw tooLarge(maxFileBytes);
  if (bytes === 0) throw new UploadRefused(415, "The file is empty.");
  const present = datasets.find(dataset);
  const gone = present === null || present.state === "DELETED";
  if (gone && datasets.list().length >= MAX_DATASETS) {
    throw new UploadRefused(409, `There are ${MAX_DATASETS} datasets; delete one first.`);
  }
  if (present !== null && isBusy(present)) throw busy();
  if (present !== null && present.files[file] === undefined && Object.keys(present.files).length >= MAX_FILES) {
    throw new UploadRefused(409, `A dataset has at most ${MAX_FILES} files; put several into one archive.`);
  }
}

async function receive(parts: UploadParts, request: UploadRequest): Promise<object> {
  const { datasets, files, log, clock } = parts;
  const { dataset, file } = request;
  const unfinished = await files.begin();
  try {
    const bytes = await write(unfinished, request, parts.maxFileBytes);
    const present = datasets.find(dataset);
    if (present !== null && isBusy(present)) throw busy();
    await unfinished.keep(dataset, file);
    const event = DatasetFileStored.create({
      ...{ eventId: uuidV7(clock), occurredAt: clock.now(), origin: "live" },
      ...{ dataset, file, bytes },
    });
    const isNew = present?.files[file] === undefined;
    const [at] = await log.append(DatasetFileStored.topic, [DatasetFileStored.encode(event)]).catch(async (error) => {
      // Nobody would ever hear of it.
      const unknown = error instanceof AppError && error.code === "UNKNOWN_OUTCOME";
      if (isNew && !unknown) await files.removeFile(dataset, file);
      throw error;
    });
    if (at === undefined || !(await datasets.shows(at, SHOW_TIMEOUT_MS))) {
      throw new AppError("UNKNOWN_OUTCOME", "The file is stored, and not listed yet; look again in a moment.");
    }
    const stored = datasets.find(dataset);
    if (stored?.files[file] !== undefined && stored.state !== "DELETING") return describeDataset(stored);
    // A deletion was asked for meanwhile, or another file took the last place.
    if (stored?.files[file] === undefined) await files.removeFile(dataset, file);
    throw busy();
  } finally {
    await unfinished.discard();
  }
}

/** Looks at the beginning before anything is written. Gives the length. */
async function write(unfinished: UnfinishedFile, { body, file }: UploadRequest, maxBytes: number): Promise<number> {
  let head: Uint8Array | null = new Uint8Array(0);
  let bytes = 0;
  const check = (begun: Uint8Array): void => {
    const mistake = headMistake(file, begun.subarray(0, HEAD_BYTES));
    if (mistake !== null) throw new UploadRefused(415, mistake);
  };
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    if (head === null) {
      await unfinished.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    check(head);
    await unfinished.write(head);
    head = null;
  }
  if (head !== null) {
    check(head);
    await unfinished.write(head);
  }
  return bytes;
}

function tooLarge(maxBytes: number): UploadRefused {
  return new UploadRefused(413, `The file is larger than ${maxBytes} bytes; compress or split it.`);
}

function busy(): UploadRefused {
  return new UploadRefused(
    409,
    "The dataset is being imported or deleted; wait for the end of it, or cancel the import.",
  );
}

function isDiskFull(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
}
