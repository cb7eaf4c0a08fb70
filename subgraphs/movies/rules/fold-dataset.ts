import { type DatasetRows, type DatasetState, isBusy, NO_ROWS, takesFiles, type WantedRun } from "./dataset-state.js";

/** What the log says, as far as the rules look at it. */
export type DatasetFact = { readonly eventId: string; readonly occurredAt: number; readonly dataset: string } & (
  | { readonly type: "DatasetFileStored"; readonly file: string; readonly bytes: number }
  | { readonly type: "DatasetImportRequested"; readonly kind: string | null }
  | { readonly type: "DatasetImportCancelled" }
  | { readonly type: "DatasetDeletionRequested" }
  | RunReport
);

export interface RunReport {
  readonly type: "DatasetRunReported";
  readonly runId: string;
  readonly term: number;
  readonly outcome: "running" | "done" | "cancelled" | "failed";
  readonly kind: string | null;
  readonly rows: DatasetRows;
  readonly progress: number | null;
  readonly error: string | null;
}

/** More can't be kept under one name. */
export const MAX_FILES = 200;

/**
 * The dataset behind a fact, and the very same state where the rules do not let it count. Null: there is none. A dataset that is
 * gone stays as DELETED until files come under its name again. A fact at or before the state's position has been folded.
 */
export function foldDataset(
  state: DatasetState | null,
  fact: DatasetFact,
  at: { partition: number; position: number },
): DatasetState | null {
  if (state !== null && at.position <= state.position) return state;
  const next = step(state, fact);
  return next === null || next === state ? next : { ...next, partition: at.partition, position: at.position };
}

function step(state: DatasetState | null, fact: DatasetFact): DatasetState | null {
  const present = state?.state === "DELETED" ? null : state;
  if (fact.type === "DatasetFileStored") return store(state, present, fact);
  if (present === null) return state;
  switch (fact.type) {
    case "DatasetImportRequested":
      return isBusy(present) || Object.keys(present.files).length === 0 ? present : want(present, "import", fact);
    case "DatasetImportCancelled":
      return cancel(present, fact.occurredAt);
    case "DatasetDeletionRequested":
      return present.run?.work === "deletion" ? present : want(present, "deletion", fact);
    case "DatasetRunReported":
      return report(present, fact);
  }
}

function store(
  state: DatasetState | null,
  present: DatasetState | null,
  fact: Extract<DatasetFact, { type: "DatasetFileStored" }>,
): DatasetState | null {
  const { occurredAt: storedAt, file, bytes } = fact;
  if (present === null) return { ...created(fact), files: { [file]: { bytes, storedAt } } };
  const isFull = Object.keys(present.files).length >= MAX_FILES && present.files[file] === undefined;
  if (!takesFiles(present) || isFull) return state;
  return { ...present, files: { ...present.files, [file]: { bytes, storedAt } } };
}

function created({ dataset, occurredAt }: DatasetFact): DatasetState {
  return {
    id: dataset,
    state: "STORED",
    files: {},
    kind: null,
    run: null,
    rows: NO_ROWS,
    progress: null,
    error: null,
    createdAt: occurredAt,
    startedAt: null,
    finishedAt: null,
    partition: -1,
    position: -1,
  };
}

function want(
  state: DatasetState,
  work: WantedRun["work"],
  request: { eventId: string; occurredAt: number; kind?: string | null },
): DatasetState {
  const { eventId: id, occurredAt: requestedAt, kind = null } = request;
  const run: WantedRun = { id, work, kind, requestedAt, term: 0, cancelled: false };
  const unbegun = { run, progress: null, error: null, startedAt: null, finishedAt: null };
  if (work === "deletion") return { ...state, ...unbegun, state: "DELETING" };
  return { ...state, ...unbegun, state: "QUEUED", kind: kind ?? state.kind, rows: NO_ROWS };
}

function cancel(state: DatasetState, at: number): DatasetState {
  const { run } = state;
  if (run?.work !== "import" || run.cancelled) return state;
  // Nobody has begun it, so nobody has to end it.
  if (run.term === 0) return { ...state, state: "CANCELLED", run: null, finishedAt: at };
  return { ...state, state: "CANCELLING", run: { ...run, cancelled: true } };
}

/** Of a run that is wanted no more, or from one who was replaced, nothing counts. */
function report(state: DatasetState, fact: RunReport & { occurredAt: number }): DatasetState {
  const { run } = state;
  if (run === null || run.id !== fact.runId || fact.term < run.term) return state;
  const importing = run.work === "import";
  const told: DatasetState = {
    ...state,
    run: { ...run, term: fact.term },
    kind: fact.kind ?? state.kind,
    rows: importing ? fact.rows : state.rows,
    progress: fact.progress ?? null,
    startedAt: state.startedAt ?? fact.occurredAt,
  };
  if (fact.outcome === "running") {
    return importing && !run.cancelled ? { ...told, state: "IMPORTING" } : told;
  }
  return { ...told, ...ended(run, fact), run: null, finishedAt: fact.occurredAt };
}

function ended(run: WantedRun, { outcome, error }: RunReport): Pick<DatasetState, "state"> & Partial<DatasetState> {
  if (outcome === "failed") return { state: "FAILED", error: error ?? "It failed, and did not say why." };
  if (outcome === "cancelled") return { state: "CANCELLED" };
  return run.work === "deletion" ? { state: "DELETED", files: {}, progress: 1 } : { state: "IMPORTED", progress: 1 };
}
