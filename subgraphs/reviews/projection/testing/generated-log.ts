import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import { ReviewDeleted } from "@marquee/schema/events/review-deleted.js";
import type { ReviewLogEvent } from "@marquee/schema/events/review-events.js";
import { ReviewSubmitted } from "@marquee/schema/events/review-submitted.js";
import { ReviewVoted } from "@marquee/schema/events/review-voted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import fc from "fast-check";

const HOUR_MS = 60 * 60 * 1000;

// Few movies, users and event ids, so that they meet often.
const facts = {
  movieId: fc.constantFrom("m1", "m1", "m1", "m2"),
  userId: fc.constantFrom("u1", "u1", "u2"),
  eventId: fc.integer({ min: 1, max: 12 }).map((n) => `e${n}`),
  occurredAt: fc.integer({ min: 0, max: 50 }),
};
// Often as many as separate few votes from many, or a vote or two away.
const votes = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 7, max: 9 }));
const origin = fc.constantFrom("live" as const, "live" as const, "import" as const);

const submitted = fc
  .record({
    ...facts,
    origin,
    text: fc.integer({ min: 1, max: 9 }).map((n) => `text ${n}`),
    containsSpoilers: fc.boolean(),
    imported: fc.option(fc.record({ up: votes, down: votes })),
  })
  .map(({ text, containsSpoilers, imported, ...rest }) =>
    ReviewSubmitted.create({
      ...rest,
      review: { summary: null, text, containsSpoilers, score: null },
      importedVotes:
        rest.origin === "live" || imported === null ? null : { up: imported.up, total: imported.up + imported.down },
    }),
  );
const deleted = fc.record({ ...facts, origin }).map((fact) => ReviewDeleted.create(fact));
const voted = fc
  .record({ ...facts, voterId: fc.constantFrom("u1", "u2", "u3"), helpful: fc.boolean() })
  .map((fact) => ReviewVoted.create({ ...fact, origin: "live" }));

export interface GeneratedMessage {
  position: number;
  appendedAt: number;
  /** Null: an unreadable message. */
  event: ReviewLogEvent | null;
}

/**
 * A log of one partition: positions with holes, events that were appended twice, a clock that sometimes jumps past the memory of
 * event ids, and rubbish.
 */
export const generatedLog: fc.Arbitrary<GeneratedMessage[]> = fc
  .array(
    fc.record({
      event: fc.oneof(
        { weight: 5, arbitrary: submitted },
        { weight: 2, arbitrary: deleted },
        { weight: 6, arbitrary: voted },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      again: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat() }),
      hole: fc.integer({ min: 0, max: 2 }),
      hours: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, 23, 25) }),
    }),
    // Else fast-check stays near ten.
    { minLength: 1, maxLength: 40, size: "max" },
  )
  .map((items) => {
    let position = 0;
    let appendedAt = 0;
    return items.map(({ event, again, hole, hours }, index) => {
      position += 1 + hole;
      appendedAt += 1 + hours * HOUR_MS;
      const repeated = again === null || index === 0 ? undefined : items[again % index]?.event;
      return { position, appendedAt, event: repeated ?? event };
    });
  });

export function asLogMessage({ position, appendedAt, event }: GeneratedMessage): LogMessage {
  const value = event === null ? "{not json" : JSON.stringify(event);
  return { topic: TOPICS.reviews, partition: 0, position, appendedAt, key: event?.movieId ?? "", value };
}
