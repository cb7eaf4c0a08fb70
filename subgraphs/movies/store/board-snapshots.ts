/** Rankings as they were at one moment, each whole. One worker makes them, every process reads them. */
export interface BoardSnapshots {
  /** Null when there is none. */
  newest(board: string): Promise<BoardSnapshot | null>;
  /** Null when there is none. */
  newestVersion(board: string): Promise<number | null>;
  /** One that was replaced; null when it is no longer kept. */
  past(board: string, version: number): Promise<BoardSnapshot | null>;
  /** The names of all boards, some at a time. */
  boards(): AsyncIterable<string[]>;
  /** Keeps snapshots, which are going to be replaced, for a time. May be repeated. */
  keep(snapshots: readonly BoardSnapshot[]): Promise<void>;
  /** Makes snapshots the newest of their boards, where no later version is there. May be repeated. */
  put(snapshots: readonly BoardSnapshot[]): Promise<void>;
}

export interface BoardSnapshot {
  board: string;
  /** Above 0; never used for anything else. */
  version: number;
  /** Best first. */
  movieIds: readonly string[];
}
