import type { BoardSnapshot, BoardSnapshots } from "../../store/board-snapshots.js";

export interface MemoryBoardSnapshots extends BoardSnapshots {
  /** What was done, in order: "keep all 1", "put all 2". */
  readonly calls: string[];
  /** The next call of either fails, having done nothing. */
  failNext(): void;
}

/** Later versions win, as in the real tables; nothing that was replaced is ever forgotten. */
export function memoryBoardSnapshots(): MemoryBoardSnapshots {
  const newest = new Map<string, BoardSnapshot>();
  const kept = new Map<string, BoardSnapshot>();
  const calls: string[] = [];
  let failing = false;
  const note = (what: string, snapshots: readonly BoardSnapshot[]) => {
    if (failing) {
      failing = false;
      throw new Error("unavailable");
    }
    calls.push(...snapshots.map(({ board, version }) => `${what} ${board} ${version % 2 ** 24}`));
  };
  return {
    calls,
    failNext() {
      failing = true;
    },
    newest: async (board) => newest.get(board) ?? null,
    newestVersion: async (board) => newest.get(board)?.version ?? null,
    past: async (board, version) => kept.get(`${board} ${version}`) ?? null,
    async *boards() {
      yield [...newest.keys()];
    },
    async keep(snapshots) {
      note("keep", snapshots);
      for (const snapshot of snapshots) kept.set(`${snapshot.board} ${snapshot.version}`, snapshot);
    },
    async put(snapshots) {
      note("put", snapshots);
      for (const snapshot of snapshots) {
        if (snapshot.version > (newest.get(snapshot.board)?.version ?? 0)) newest.set(snapshot.board, snapshot);
      }
    },
  };
}
