import type { PreparedTitles } from "../titles/title-registry.js";
import type { RunCounts } from "./run-counts.js";
import type { ListLengths, StageList } from "./stage-lists.js";

/** Up to where a stage is loaded for certain, and all that is told of it up to there. */
export interface StageCheckpoint {
  /** Of the content and of how it is read: another one means to start afresh. */
  fingerprint: string;
  /** Rows that are in the log; those after it may be. */
  rows: number;
  complete: boolean;
  counts: RunCounts;
  /** What lies behind this in a list was written by a run that did not get as far as to say so. */
  lists: ListLengths;
  /** Spent on it, by all runs together. */
  seconds: number;
  /** What the titles' registry decided of the batch under way: asked again after it has committed, it has nothing new to say. */
  titlesUnderWay: TitlesUnderWay | null;
}

export interface TitlesUnderWay {
  /** Of the stage up to the end of the batch. */
  rows: number;
  joined: PreparedTitles["joined"];
}

/** The port to where a stage remembers how far it got, with what it lists. */
export interface StageNotes {
  /** Null: nothing is loaded yet. */
  readonly checkpoint: StageCheckpoint | null;
  /** Cuts the lists back to these lengths; before anything is added. */
  startFrom(lengths: Readonly<ListLengths>): Promise<void>;
  add(list: StageList, lines: readonly object[]): Promise<void>;
  /** How long the lists are now. */
  lengths(): ListLengths;
  /** Resolves once the lists and then the checkpoint are durable. */
  save(checkpoint: StageCheckpoint): Promise<void>;
  close(): Promise<void>;
}
