import { z } from "zod";
import { EventUnreadable } from "./define-event.js";

const place = {
  topic: z.string(),
  partition: z.int(),
  position: z.int(),
};

/** In marquee.dead-letters.v1: a message that could not be folded, as it was, and why. */
export const deadLetter = z.object({
  type: z.literal("DeadLetter"),
  version: z.literal(1),
  /** UNKNOWN_TITLE: of a rating from outside, which is counted by itself as soon as there is a movie of that title. */
  reason: z.enum(["UNREADABLE", "UNKNOWN_TITLE", "MISSING_USER"]),
  /** For a person. */
  detail: z.string(),
  source: z.object({
    ...place,
    key: z.string(),
    value: z.string(),
    /** Milliseconds since 1970. */
    appendedAt: z.int(),
  }),
  /** The consumer group that could not fold it. */
  group: z.string(),
});

export type DeadLetter = z.output<typeof deadLetter>;
export type DeadLetterReason = DeadLetter["reason"];

/** In the same topic: the message at `source` was appended to its topic once more, for every group to try again. */
export const deadLetterReplayed = z.object({
  type: z.literal("DeadLetterReplayed"),
  version: z.literal(1),
  source: z.object(place),
});

export type DeadLetterReplayed = z.output<typeof deadLetterReplayed>;

const record = z.discriminatedUnion("type", [deadLetter, deadLetterReplayed]);

/** Reads a record of marquee.dead-letters.v1. Throws EventUnreadable. */
export function readDeadLetterRecord(value: string): z.output<typeof record> {
  try {
    return record.parse(JSON.parse(value));
  } catch (cause) {
    throw new EventUnreadable(`marquee.dead-letters.v1: ${(cause as Error).message}`, { cause });
  }
}
