import { z } from "zod";

/** In marquee.dead-letters.v1: a message that could not be folded, as it was, and why. */
export const deadLetter = z.object({
  type: z.literal("DeadLetter"),
  version: z.literal(1),
  reason: z.enum(["UNREADABLE", "UNKNOWN_TITLE"]),
  /** For a person. */
  detail: z.string(),
  source: z.object({
    topic: z.string(),
    partition: z.int(),
    position: z.int(),
    key: z.string(),
    value: z.string(),
    /** Milliseconds since 1970. */
    appendedAt: z.int(),
  }),
  /** The consumer group that could not fold it. */
  group: z.string(),
});

export type DeadLetter = z.output<typeof deadLetter>;
