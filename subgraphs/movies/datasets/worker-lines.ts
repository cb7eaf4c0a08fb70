// What a load process says on its standard output: JSON lines.
import { z } from "zod";

const figure = z.number().nonnegative();
const counts = z.object({ read: figure, accepted: figure, rejected: z.record(z.string(), figure) });

const line = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("progress"),
    /** Of a load: rows and bytes read so far; totalBytes is null where it is not known. */
    rows: figure.optional(),
    bytes: figure.optional(),
    totalBytes: figure.nullish(),
    /** Of a deletion: so much of so much. */
    done: figure.optional(),
    total: figure.nullish(),
  }),
  z.object({ type: z.literal("stage"), stage: z.string(), counts }),
  /** The last line; `complete`: nothing is left to do. */
  z.object({
    type: z.literal("report"),
    complete: z.boolean(),
    kind: z.string().nullish(),
    counts: counts.nullish().catch(null),
  }),
]);

export type WorkerLine = z.output<typeof line>;

/** Null for what is none of these. */
export function readWorkerLine(text: string): WorkerLine | null {
  try {
    const parsed = line.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
