import type { NewMessage } from "@marquee/platform/event-log/event-log.js";

/** One part of an import. It is made of numbered units that can be asked for in any order, so that an import goes on where it stopped. */
export interface ImportPhase {
  /** For a person: films, ratings. */
  name: string;
  topic: string;
  units: number;
  /** How many rows (films, ratings) a unit holds; must be cheap. */
  rowsOf(unit: number): number;
  /** A unit's messages, the same ones each time. */
  messagesOf(unit: number): NewMessage[];
}

export interface ImportProgress {
  /** Rows, those of earlier runs included. */
  done: number;
  total: number;
  /** The phase's name. */
  phase: string;
}
