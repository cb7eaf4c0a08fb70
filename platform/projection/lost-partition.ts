import { AppError } from "../errors/app-error.js";

/**
 * Refuses to repeat a batch whose steps are forgotten: what it was decided from is kept only until the batch is committed, so
 * somebody has committed it since. `remembered` is the committed position of the batch that wrote what was read. Throws
 * UNAVAILABLE: a member that has lost its partition learns it and gives up; where the group's offsets were lost, nothing but a
 * rebuild helps.
 */
export function requireStillOurs(remembered: number, committed: number): void {
  if (remembered <= committed) return;
  throw new AppError(
    "UNAVAILABLE",
    `The tables were folded by a batch that began at position ${remembered}, and this one begins at ${committed}: the partition ` +
      "was given to another process, or the group has lost its offsets. In the latter case rebuild the tables.",
  );
}
