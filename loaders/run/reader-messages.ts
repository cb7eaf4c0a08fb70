/** What the thread that reads and the one that loads say to each other. */
import type { OpenDatasetOptions } from "../records/dataset-kind.js";
import type { ReadBatch } from "../records/read-stage.js";

export interface ReaderData {
  options: OpenDatasetOptions;
  /** The stage's name. */
  stage: string;
  /** Reading begins behind these. */
  rows: number;
  /** So many batches are read before the first is asked for, and lie between the threads at most. */
  ahead: number;
}

export type ReaderReply =
  | { batch: ReadBatch }
  | { end: true }
  /** An AppError's code; null for anything else. */
  | { code: string | null; message: string; stack: string | undefined };

/** A batch was taken: another may be read. */
export type ReaderRequest = "next";
