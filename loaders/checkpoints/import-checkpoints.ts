/** The port to where imports remember how far they got. */
export interface ImportCheckpoints {
  /** Null when nothing was saved under this name. */
  load(name: string): Promise<ImportCheckpoint | null>;
  /** Resolves once it is durable; replaces what was saved before. Throws UNAVAILABLE. */
  save(name: string, checkpoint: ImportCheckpoint): Promise<void>;
}

export interface ImportCheckpoint {
  /** Of what is being imported: another one means to start afresh. */
  fingerprint: string;
  /** Units of the import that are in the log for certain; the ones after may be. */
  done: number;
  complete: boolean;
}
