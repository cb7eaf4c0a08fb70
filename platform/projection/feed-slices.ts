/** Source positions a storage partition of a feed: some megabytes, and few to step through. */
export const SLICE_POSITIONS = 10_000;

export function sliceOf(position: number): number {
  return Math.floor(position / SLICE_POSITIONS);
}
