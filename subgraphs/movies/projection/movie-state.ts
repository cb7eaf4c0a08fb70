import type { CatalogueEntry } from "@marquee/schema/events/movie-upserted.js";

/** What the log has said of a movie up to a position. */
export interface MovieState {
  entry: CatalogueEntry;
  retired: boolean;
  replacedBy: string | null;
  position: number;
}

interface Step {
  position: number;
  entry?: CatalogueEntry;
  replacedBy?: string | null;
}

/** The states that a movie passes through, in order; steps that are not newer than what was before change nothing. */
export function foldMovie(before: MovieState | null, steps: readonly Step[]): MovieState[] {
  const passed: MovieState[] = [];
  let state = before;
  for (const { position, entry, replacedBy = null } of steps) {
    if (state !== null && position <= state.position) continue;
    if (entry !== undefined) state = { entry, retired: false, replacedBy: null, position };
    else if (state !== null) state = { ...state, retired: true, replacedBy, position };
    else continue;
    passed.push(state);
  }
  return passed;
}

/** Whether it is in lists, searches and the count. */
export function isListed(state: MovieState | null): boolean {
  return state !== null && !state.retired;
}
