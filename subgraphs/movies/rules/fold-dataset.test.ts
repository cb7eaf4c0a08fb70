import { describe, expect, test } from "vitest";
import type { DatasetState } from "./dataset-state.js";
import { type DatasetFact, foldDataset, MAX_FILES, type RunReport } from "./fold-dataset.js";

type Told<Fact = DatasetFact> = Fact extends DatasetFact ? Omit<Fact, "eventId" | "occurredAt" | "dataset"> : never;

const stored = (file = "ratings.csv", bytes = 10): Told => ({ type: "DatasetFileStored", file, bytes });
const wanted: Told = { type: "DatasetImportRequested", kind: null };
const cancelled: Told = { type: "DatasetImportCancelled" };
const unwanted: Told = { type: "DatasetDeletionRequested" };
/** `runId`: the n-th fact asked for it. */
const reported = (runId: number, facts: Partial<RunReport> = {}): Told => ({
  ...{ type: "DatasetRunReported", runId: `e${runId}`, term: 1, outcome: "running", kind: null },
  ...{ rows: { read: 0, accepted: 0, rejected: 0 }, progress: null, error: null, ...facts },
});

/** The n-th fact has the id `en`, the position n and happens at n. */
function fold(...facts: Told[]): DatasetState | null {
  return facts.reduce<DatasetState | null>((state, fact, position) => {
    const told = { ...fact, eventId: `e${position}`, occurredAt: position, dataset: "d" } as DatasetFact;
    return foldDataset(state, told, { partition: 0, position });
  }, null);
}

describe("files", () => {
  test("make a dataset, and replace one another by name", () => {
    const state = fold(stored("a.csv", 1), stored("b.csv", 2), stored("a.csv", 4));
    expect(state).toMatchObject({ id: "d", state: "STORED", createdAt: 0, run: null });
    expect(state?.files).toEqual({ "a.csv": { bytes: 4, storedAt: 2 }, "b.csv": { bytes: 2, storedAt: 1 } });
  });

  test("come during an import for the next one, and not at all during a deletion", () => {
    expect(fold(stored(), wanted, stored("b.csv"))?.files).toHaveProperty("b.csv");
    const deleting = fold(stored(), unwanted, stored("b.csv"));
    expect(deleting?.files).not.toHaveProperty("b.csv");
    expect(deleting?.position).toBe(1);
  });

  test("are bounded, and one that is there may still be replaced", () => {
    const full = Array.from({ length: MAX_FILES }, (_, index) => stored(`${index}.csv`));
    expect(fold(...full, stored("more.csv"))?.files).not.toHaveProperty("more.csv");
    expect(fold(...full, stored("0.csv", 99))?.files["0.csv"]?.bytes).toBe(99);
  });
});

describe("an import", () => {
  test("is wanted when there are files and nothing runs", () => {
    expect(fold(wanted)).toBeNull();
    expect(fold(stored(), wanted)).toMatchObject({ state: "QUEUED", run: { id: "e1", work: "import" } });
    expect(fold(stored(), wanted, wanted)).toMatchObject({ position: 1, run: { id: "e1" } });
    expect(fold(stored(), unwanted, wanted)).toMatchObject({ state: "DELETING", run: { id: "e1" } });
  });

  test("runs, tells how far it is and ends", () => {
    const rows = { read: 10, accepted: 8, rejected: 2 };
    const running = fold(stored(), wanted, reported(1), reported(1, { progress: 0.5, rows }));
    expect(running).toMatchObject({ state: "IMPORTING", startedAt: 2, finishedAt: null, progress: 0.5, rows });
    const done = fold(stored(), wanted, reported(1), reported(1, { outcome: "done", kind: "movielens", rows }));
    expect(done).toMatchObject({ state: "IMPORTED", run: null, finishedAt: 3, progress: 1, rows, kind: "movielens" });
  });

  test("that failed says why, until the next is asked for", () => {
    const failed = fold(stored(), wanted, reported(1, { outcome: "failed", error: "no such column" }));
    expect(failed).toMatchObject({ state: "FAILED", error: "no such column", run: null });
    const again = fold(stored(), wanted, reported(1, { outcome: "failed", error: "x" }), wanted);
    expect(again).toMatchObject({ state: "QUEUED", error: null, startedAt: null, finishedAt: null });
  });

  test("is told of by the last who took it over, and of the run that is wanted alone", () => {
    const over = fold(stored(), wanted, reported(1, { term: 2 }), reported(1, { term: 1, outcome: "failed" }));
    expect(over).toMatchObject({ state: "IMPORTING", run: { term: 2 } });
    const another = fold(
      stored(),
      wanted,
      reported(1, { outcome: "done" }),
      wanted,
      reported(1, { outcome: "failed" }),
    );
    expect(another).toMatchObject({ state: "QUEUED", run: { id: "e3" } });
  });
});

describe("a cancel", () => {
  test("ends what nobody has begun at once, and nothing begins it any more", () => {
    expect(fold(stored(), wanted, cancelled)).toMatchObject({ state: "CANCELLED", run: null, finishedAt: 2 });
    expect(fold(stored(), wanted, cancelled, reported(1))).toMatchObject({ state: "CANCELLED", position: 2 });
  });

  test("of what runs is done when whoever runs it says so", () => {
    const cancelling = fold(stored(), wanted, reported(1), cancelled, reported(1, { progress: 0.2 }));
    expect(cancelling).toMatchObject({ state: "CANCELLING", progress: 0.2, run: { cancelled: true } });
    const ended = fold(stored(), wanted, reported(1), cancelled, reported(1, { outcome: "cancelled" }));
    expect(ended).toMatchObject({ state: "CANCELLED", run: null });
  });

  test("that comes too late changes nothing", () => {
    const done = fold(stored(), wanted, reported(1, { outcome: "done" }), cancelled);
    expect(done).toMatchObject({ state: "IMPORTED", position: 2 });
    expect(fold(stored(), unwanted, cancelled)).toMatchObject({ state: "DELETING", position: 1 });
  });
});

describe("a deletion", () => {
  test("takes the place of an import that runs, whose words count no more", () => {
    const deleting = fold(stored(), wanted, reported(1), unwanted, reported(1, { outcome: "done" }));
    expect(deleting).toMatchObject({ state: "DELETING", run: { id: "e3", work: "deletion" }, position: 3 });
  });

  test("keeps what the import counted, and leaves a name that can be used again", () => {
    const rows = { read: 3, accepted: 3, rejected: 0 };
    const begun = [stored(), wanted, reported(1, { outcome: "done", rows }), unwanted];
    expect(fold(...begun, reported(3, { progress: 0.5 }))).toMatchObject({ state: "DELETING", rows, progress: 0.5 });
    const gone = [...begun, reported(3, { outcome: "done" })];
    expect(fold(...gone)).toMatchObject({ state: "DELETED", run: null, files: {} });
    expect(fold(...gone, wanted)).toMatchObject({ state: "DELETED" });
    expect(fold(...gone, stored("new.csv"))).toMatchObject({ state: "STORED", createdAt: 5, rows: { read: 0 } });
  });

  test("that failed may be asked for again", () => {
    const failed = fold(stored(), unwanted, reported(1, { outcome: "failed", error: "x" }));
    expect(failed).toMatchObject({ state: "FAILED", files: { "ratings.csv": {} } });
    expect(fold(stored(), unwanted, reported(1, { outcome: "failed" }), unwanted)?.state).toBe("DELETING");
  });
});

test("a message that comes again changes nothing", () => {
  const state = fold(stored(), wanted);
  const again = { ...unwanted, eventId: "x", occurredAt: 9, dataset: "d" } as DatasetFact;
  expect(foldDataset(state, again, { partition: 0, position: 1 })).toBe(state);
});
