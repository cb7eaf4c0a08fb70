import { AppError } from "@marquee/platform/errors/app-error.js";
import { BackOff } from "@marquee/platform/event-log/back-off.js";
import type { CqlDatabase, CqlStatement, CqlValue } from "@marquee/platform/store/cql-database.js";

const AGAIN_FOR_MS = 8_000;

export interface Decision<Row> {
  applied: boolean;
  /** What stood in the way: perhaps what the first of several attempts wrote, after all. */
  row: Row | null;
  /** The outcome of an earlier attempt is not known. */
  repeated: boolean;
}

/**
 * A lightweight transaction that is sent again while its outcome is unknown; for those whose own effect can be told when it
 * stands in the way of the repeat. Throws UNKNOWN_OUTCOME when it never becomes known.
 */
export async function decide<Row>(
  database: CqlDatabase,
  statement: CqlStatement,
  values: readonly CqlValue[],
): Promise<Decision<Row>> {
  const backOff = new BackOff();
  const latest = performance.now() + AGAIN_FOR_MS;
  let unknown: AppError | undefined;
  for (;;) {
    try {
      return { ...(await database.writeIf<Row>(statement, values)), repeated: unknown !== undefined };
    } catch (error) {
      if (error instanceof AppError && error.code === "UNKNOWN_OUTCOME") unknown ??= error;
      if (unknown === undefined || performance.now() >= latest) throw unknown ?? error;
    }
    await backOff.wait();
  }
}
