import { createHash } from "node:crypto";
import type { Clock } from "@marquee/platform/clock/clock.js";
import { uuidV7 } from "@marquee/platform/clock/uuid-v7.js";
import type { UserErrorModel } from "@marquee/platform/errors/user-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import type { AppliedPositions } from "@marquee/platform/projection/applied-positions.js";
import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { RateMoviePayloadModel, RatingModel } from "../models.js";
import { MAX_REMEMBERED } from "../rules/recent-steps.js";
import type { RatingOutcome, RatingStore } from "../store/rating-store.js";
import type { RateableMovie } from "./find-rateable-movie.js";

export interface RatingWriteDependencies {
  log: EventLog;
  clock: Clock;
  ratings: RatingStore;
  /** What the rating tables are known to hold. */
  applied: AppliedPositions;
  /** A movie that can be rated; waits a bounded time for one that was added a moment ago. */
  findMovie(movieId: string): Promise<RateableMovie | null>;
  /** The position a client may resume this movie's feeds from. */
  signPosition(movieId: string, partition: number, position: number): string;
  /** How long an answer waits for its event to be folded. */
  appliedTimeoutMs: number;
}

export interface RatingCommand {
  userId: string;
  movieId: string;
  idempotencyKey: string | null;
}

/**
 * Appends one event and answers when it is durable, and folded if that comes in time. Throws UNAVAILABLE when nothing was
 * stored, UNKNOWN_OUTCOME when the event may have been; sent again with the same key, it has an effect once. A key that was used
 * for something else has no effect, and is told (CONFLICT) where the answer did not come before the fold.
 */
export async function appendRating(
  deps: RatingWriteDependencies,
  command: RatingCommand,
  toMessage: (facts: { eventId: string; occurredAt: number; movieId: string; movie: MovieFacts }) => {
    topic: string;
    message: { key: string; value: string };
    expected: RatingModel | null;
  },
): Promise<RateMoviePayloadModel> {
  const { userId } = command;
  const found = await deps.findMovie(command.movieId);
  if (found === null)
    return refused({ code: "NOT_FOUND", field: ["input", "movieId"], message: "There is no movie with this id." });
  const { movieId, facts: movie } = found;
  const occurredAt = deps.clock.now();
  const eventId = eventIdOf({ ...command, movieId }) ?? uuidV7(deps.clock);
  const { topic, message, expected } = toMessage({ eventId, occurredAt, movieId, movie });
  const [at] = await deps.log.append(topic, [message]);
  if (at === undefined) throw new Error("The log acknowledged nothing");
  const applied = await deps.applied.wait(at.partition, at.position, deps.appliedTimeoutMs);
  // A key that was used before leaves what stands, which may be another score by now.
  const outcome = applied ? await deps.ratings.outcomeOf({ movieId, userId }, eventId) : null;
  return {
    rating: outcome === null ? expected : outcome.rating,
    movie: { id: movieId },
    eventId,
    applied,
    cursor: deps.signPosition(movieId, at.partition, at.position),
    userErrors: outcome === null ? [] : contradictions(outcome, expected?.score ?? null),
  };
}

/** What was asked for and not done, where the event was taken for another one of the same key, or was one too many. */
function contradictions({ taken }: RatingOutcome, asked: number | null): UserErrorModel[] {
  if (taken === asked) return [];
  const field = ["input", "idempotencyKey"];
  if (taken === undefined) {
    const message = `You rated this movie ${MAX_REMEMBERED} times within a day: nothing more is taken for now.`;
    return [{ code: "CONFLICT", field: ["input", "movieId"], message }];
  }
  const before = taken === null ? "to take a rating of this movie back" : `to give this movie ${taken} of 10`;
  return [{ code: "CONFLICT", field, message: `This key was used ${before}, and is good for that alone for a day.` }];
}

export function refused(...userErrors: UserErrorModel[]): RateMoviePayloadModel {
  return { rating: null, movie: null, eventId: null, applied: false, cursor: null, userErrors };
}

/** The caller's key, scoped to user and movie: nobody's key meets anybody else's. */
function eventIdOf({ userId, movieId, idempotencyKey }: RatingCommand): string | null {
  if (idempotencyKey === null) return null;
  const scoped = JSON.stringify([userId, movieId, idempotencyKey]);
  return `key-${createHash("sha256").update(scoped).digest("base64url")}`;
}
