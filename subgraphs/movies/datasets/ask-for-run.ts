// What mutations do: they append what is asked for, and tell what became of it. The log decides who was first.
import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { UserErrorModel } from "@marquee/platform/errors/user-error.js";
import type { EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";
import type { Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import {
  DatasetDeletionRequested,
  DatasetImportCancelled,
  DatasetImportRequested,
} from "@marquee/schema/events/dataset-requests.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { type DatasetState, isBusy } from "../rules/dataset-state.js";
import { type DatasetFact, foldDataset } from "../rules/fold-dataset.js";
import { type DatasetKindName, loaderKind } from "./describe-dataset.js";
import type { Datasets } from "./follow-datasets.js";
import { requireAdmin } from "./require-admin.js";

export interface AskingServices {
  datasets: Datasets;
  log: EventLog;
  clock: Clock;
}

export interface DatasetPayloadModel {
  dataset: DatasetState | null;
  userErrors: UserErrorModel[];
}

const SHOW_TIMEOUT_MS = 2_000;

/** All throw UNAUTHENTICATED, FORBIDDEN, and what EventLog.append throws. */
export async function importDataset(
  services: AskingServices,
  viewer: Viewer | null,
  { id, kind }: { id: string; kind?: DatasetKindName | null | undefined },
): Promise<DatasetPayloadModel> {
  requireAdmin(viewer);
  const dataset = findPresent(services, id);
  if (dataset === null) return unknownDataset;
  if (isBusy(dataset)) return busy;
  const loaders = kind == null ? null : loaderKind(kind);
  const event = DatasetImportRequested.create({ ...envelope(services), dataset: id, kind: loaders });
  const after = await append(services, event, DatasetImportRequested.encode(event));
  // Somebody else's may have come first.
  const first = after.run === null || after.run.id === event.eventId;
  return first ? { dataset: after, userErrors: [] } : busy;
}

export async function cancelImport(
  services: AskingServices,
  viewer: Viewer | null,
  { id }: { id: string },
): Promise<DatasetPayloadModel> {
  requireAdmin(viewer);
  const dataset = findPresent(services, id);
  if (dataset === null) return unknownDataset;
  if (dataset.run?.work !== "import") {
    return refused({
      code: "CONFLICT",
      field: ["input", "id"],
      message: "No import of this dataset is wanted or runs.",
    });
  }
  // Asked for twice it is cancelled once.
  if (dataset.run.cancelled) return { dataset, userErrors: [] };
  const event = DatasetImportCancelled.create({ ...envelope(services), dataset: id });
  return { dataset: await append(services, event, DatasetImportCancelled.encode(event)), userErrors: [] };
}

export async function deleteDataset(
  services: AskingServices,
  viewer: Viewer | null,
  { id }: { id: string },
): Promise<DatasetPayloadModel> {
  requireAdmin(viewer);
  const dataset = findPresent(services, id);
  if (dataset === null) return unknownDataset;
  if (dataset.run?.work === "deletion") return { dataset, userErrors: [] };
  const event = DatasetDeletionRequested.create({ ...envelope(services), dataset: id });
  return { dataset: await append(services, event, DatasetDeletionRequested.encode(event)), userErrors: [] };
}

/** The dataset as this process knows it then: with the event, once it is folded or else as it is going to be. */
async function append(
  { datasets, log }: AskingServices,
  event: DatasetFact,
  message: NewMessage,
): Promise<DatasetState> {
  const before = datasets.find(event.dataset);
  const [at] = await log.append(TOPICS.datasets, [message]);
  if (at !== undefined && !(await datasets.shows(at, SHOW_TIMEOUT_MS))) {
    return foldDataset(before, event, at) ?? raise();
  }
  return datasets.find(event.dataset) ?? raise();
}

function raise(): never {
  throw new Error("a dataset that was there is not there any more");
}

function findPresent({ datasets }: AskingServices, id: string): DatasetState | null {
  const found = datasets.find(id);
  return found?.state === "DELETED" ? null : found;
}

function envelope({ clock }: AskingServices) {
  return { eventId: uuidV7(clock), occurredAt: clock.now(), origin: "live" as const };
}

function refused(error: UserErrorModel): DatasetPayloadModel {
  return { dataset: null, userErrors: [error] };
}

const unknownDataset = refused({
  code: "NOT_FOUND",
  field: ["input", "id"],
  message: "There is no dataset with this id; upload its files first: PUT /datasets/NAME/FILE.",
});

const busy = refused({
  code: "CONFLICT",
  field: ["input", "id"],
  message: "The dataset is being imported or deleted; wait for the end of it, or cancel the import.",
});
