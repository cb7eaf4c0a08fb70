/** What is known of a dataset: the fold of what the log says of it. Times in milliseconds since 1970. */
export interface DatasetState {
  readonly id: string;
  readonly state: DatasetStateName;
  /** By name. */
  readonly files: Readonly<Record<string, StoredFile>>;
  /** As loaders name it; null while nobody has said or found out. */
  readonly kind: string | null;
  /** What is to be done, or is being done. */
  readonly run: WantedRun | null;
  readonly rows: DatasetRows;
  /** 0 to 1 of the run; null where it can't be told, or none has begun. */
  readonly progress: number | null;
  readonly error: string | null;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Of the last message that counted, in the log. */
  readonly partition: number;
  readonly position: number;
}

export type DatasetStateName =
  | "STORED"
  | "QUEUED"
  | "IMPORTING"
  | "CANCELLING"
  | "IMPORTED"
  | "CANCELLED"
  | "FAILED"
  | "DELETING"
  | "DELETED";

export interface StoredFile {
  readonly bytes: number;
  readonly storedAt: number;
}

export interface WantedRun {
  /** The event id of the request. */
  readonly id: string;
  readonly work: "import" | "deletion";
  /** As the request has it: null where it is to be found out. */
  readonly kind: string | null;
  readonly requestedAt: number;
  /** Of the last who reported; 0 before anybody did. */
  readonly term: number;
  readonly cancelled: boolean;
}

export interface DatasetRows {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
}

export const NO_ROWS: DatasetRows = { read: 0, accepted: 0, rejected: 0 };

/** What files may be added to; while a dataset goes, what came would go with it, or stay behind. */
export function takesFiles({ state }: Pick<DatasetState, "state">): boolean {
  return state !== "DELETING";
}

export function isBusy({ run }: Pick<DatasetState, "run">): boolean {
  return run !== null;
}

export function bytesOf({ files }: Pick<DatasetState, "files">): number {
  return Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0);
}
