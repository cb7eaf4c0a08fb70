import type { StageNotes } from "./stage-checkpoint.js";
import { EMPTY_LISTS } from "./stage-lists.js";

/** Of a run that leaves nothing behind: what is listed is only told. */
export function dryNotes(onRejects: (lines: readonly object[]) => Promise<void>): StageNotes {
  return {
    checkpoint: null,
    async startFrom() {},
    async add(list, lines) {
      if (list === "rejects" && lines.length > 0) await onRejects(lines);
    },
    lengths: () => ({ ...EMPTY_LISTS }),
    async save() {},
    async close() {},
  };
}
