import { compareEventIds } from "../live-log/compare-with-log.js";
import type { LoggedRating } from "../live-log/read-rating-log.js";
import type { SoakListener } from "./listener.js";

/** Every event of the filter exactly once, in order per movie; nothing else. */
export function compareListener({ eventIds, gaps, refusals }: SoakListener, wanted: readonly LoggedRating[]): string[] {
  return [
    ...gaps.map((reason) => `a gap, ${reason}`),
    ...refusals.map((codes) => `refused, ${codes}`),
    ...compareEventIds(eventIds, wanted),
  ];
}
