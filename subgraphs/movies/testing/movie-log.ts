import type { AppendedAt, EventLog } from "@marquee/platform/event-log/event-log.js";
import { MovieRetired } from "@marquee/schema/events/movie-retired.js";
import { MovieUpserted } from "@marquee/schema/events/movie-upserted.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import type { MovieStep } from "../store/catalogue.js";

const envelope = { eventId: "e", occurredAt: 0, origin: "import" } as const;
const NO_SCORES = Array.from({ length: 10 }, () => 0);

/** Says in the log what the steps say; their own positions count for nothing. */
export function appendSteps(log: EventLog, steps: readonly MovieStep[]): Promise<AppendedAt[]> {
  return log.append(
    TOPICS.movies,
    steps.map(({ id: movieId, ...step }) =>
      "entry" in step && step.entry !== undefined
        ? MovieUpserted.encode(MovieUpserted.create({ ...envelope, movieId, movie: step.entry }))
        : MovieRetired.encode(
            MovieRetired.create({ ...envelope, movieId, replacedBy: "replacedBy" in step ? step.replacedBy : null }),
          ),
    ),
  );
}

export interface RatedMovie {
  id: string;
  count: number;
  sum: number;
  /** Of the ratings log. */
  position: number;
}

/** Says in the log what the ratings of movies have come to. */
export function appendRatings(log: EventLog, rated: readonly RatedMovie[]): Promise<AppendedAt[]> {
  return log.append(
    TOPICS.ratingChanges,
    rated.map(({ id: movieId, count, sum, position }) => ({
      key: movieId,
      value: JSON.stringify({
        ...{ type: "RatingChanges", version: 1, position, movieId, genres: [], origin: "live" },
        totals: { count, sum, sumOfSquares: 0, histogram: NO_SCORES },
        changes: [{ eventId: `e${position}`, userId: "u", score: 5, previousScore: null, ratedAt: 0 }],
      }),
    })),
  );
}
