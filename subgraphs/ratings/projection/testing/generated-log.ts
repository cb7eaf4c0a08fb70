import type { LogMessage } from "@marquee/platform/event-log/event-log.js";
import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";
import { RatingRemoved } from "@marquee/schema/events/rating-removed.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";
import { RatingsWithdrawn } from "@marquee/schema/events/ratings-withdrawn.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import fc from "fast-check";

const HOUR_MS = 60 * 60 * 1000;
const facts = {
  title: "T",
  genres: ["Drama"],
  director: null,
  country: null,
  releaseYear: null,
  contentRating: null,
  runtimeMinutes: null,
  externalId: null,
};

// Few movies, users and event ids, so that they meet often.
const movieId = fc.constantFrom("m1", "m2");
const userId = fc.constantFrom("u1", "u2", "u3", "u17");
const eventId = fc.integer({ min: 1, max: 12 }).map((n) => `e${n}`);
const score = fc.integer({ min: 1, max: 10 });
// Over some months, and often the same.
const time = fc.integer({ min: 0, max: 12 }).map((n) => n * 10 * 24 * HOUR_MS);

const submitted = fc
  .record({ movieId, userId, eventId, score, time })
  .map(({ time: occurredAt, ...rest }) =>
    RatingSubmitted.create({ ...rest, occurredAt, origin: "live", movie: facts }),
  );
const removed = fc
  .record({ movieId, userId, eventId, time })
  .map(({ time: occurredAt, ...rest }) => RatingRemoved.create({ ...rest, occurredAt, origin: "live", movie: facts }));
const imported = fc
  .record({
    movieId,
    ratings: fc.array(fc.record({ eventId, userId, score, ratedAt: time }), { minLength: 1, maxLength: 6 }),
  })
  .map(({ movieId: id, ratings }) =>
    RatingsImported.create({
      movieId: id,
      ratings,
      movie: facts,
      eventId: "pack",
      occurredAt: 0,
      origin: "import",
    }),
  );

const withdrawn = fc
  .record({ movieId, time, ratings: fc.array(fc.record({ eventId, userId }), { minLength: 1, maxLength: 4 }) })
  .map(({ time: occurredAt, ...rest }) =>
    RatingsWithdrawn.create({ ...rest, movie: facts, eventId: "pack", occurredAt, origin: "import" }),
  );

export interface GeneratedMessage {
  position: number;
  appendedAt: number;
  /** Null: an unreadable message. */
  event: RatingLogEvent | null;
}

/** A log of one partition: positions with holes, a clock that sometimes jumps past the memory of event ids, and rubbish. */
export const generatedLog: fc.Arbitrary<GeneratedMessage[]> = fc
  .array(
    fc.record({
      event: fc.oneof(
        { weight: 5, arbitrary: submitted },
        { weight: 2, arbitrary: removed },
        { weight: 2, arbitrary: imported },
        { weight: 1, arbitrary: withdrawn },
        { weight: 1, arbitrary: fc.constant(null) },
      ),
      hole: fc.integer({ min: 0, max: 2 }),
      hours: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, 23, 25) }),
    }),
    { minLength: 1, maxLength: 40, size: "max" },
  )
  .map((items) => {
    let position = 0;
    let appendedAt = 0;
    return items.map(({ event, hole, hours }) => {
      position += 1 + hole;
      appendedAt += 1 + hours * HOUR_MS;
      return { position, appendedAt, event };
    });
  });

export function asLogMessage({ position, appendedAt, event }: GeneratedMessage): LogMessage {
  const value = event === null ? "{not json" : JSON.stringify(event);
  return { topic: TOPICS.ratings, partition: 0, position, appendedAt, key: event?.movieId ?? "", value };
}
