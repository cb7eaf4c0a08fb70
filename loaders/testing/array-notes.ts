import type { StageCheckpoint, StageNotes } from "../run/stage-checkpoint.js";
import { EMPTY_LISTS, type ListLengths, STAGE_LISTS, type StageList } from "../run/stage-lists.js";

/** What a stage remembers, in memory: opened again it has what was there. */
export class ArrayNotes {
  readonly saved: StageCheckpoint[] = [];
  readonly lists: Record<StageList, object[]> = { rejects: [], "joined-by-title": [], ambiguous: [] };
  onSave: (checkpoint: StageCheckpoint) => Promise<void> | void = () => {};

  open(): StageNotes {
    return {
      checkpoint: this.saved.at(-1) ?? null,
      startFrom: async (lengths) => {
        for (const list of STAGE_LISTS) this.lists[list].length = lengths[list];
      },
      add: async (list, lines) => void this.lists[list].push(...lines),
      lengths: () => {
        const lengths: ListLengths = { ...EMPTY_LISTS };
        for (const list of STAGE_LISTS) lengths[list] = this.lists[list].length;
        return lengths;
      },
      save: async (checkpoint) => {
        await this.onSave(checkpoint);
        this.saved.push(structuredClone(checkpoint));
      },
      close: async () => {},
    };
  }
}
