import type { MovieFacts } from "@marquee/schema/events/movie-facts.js";
import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";
import { RatingRemoved } from "@marquee/schema/events/rating-removed.js";
import { RatingSubmitted } from "@marquee/schema/events/rating-submitted.js";
import { RatingsImported } from "@marquee/schema/events/ratings-imported.js";

export interface TrafficOptions {
  movies: number;
  users: number;
  seed: number;
  /** Shares of what is sent again, taken back and packed; the rest are plain ratings. */
  duplicates?: number;
  removals?: number;
  packs?: number;
}

/** About 2026-01; a rating is given every second. */
const START = 1_767_225_600_000;
const REMEMBERED = 500;

/**
 * Ratings as they come: few movies have most of them (the n-th most popular 1/n of the first), any user. The same seed gives the
 * same events.
 */
export function* ratingTraffic(options: TrafficOptions): Generator<RatingLogEvent, never, undefined> {
  const { movies, users, duplicates = 0, removals = 0, packs = 0 } = options;
  const random = seededRandom(options.seed);
  const movieOf = zipf(movies, random);
  const whole = (below: number) => Math.floor(random() * below);
  const latest: RatingLogEvent[] = [];
  for (let count = 0; ; count++) {
    const movieId = `imdb:tt${String(movieOf()).padStart(7, "0")}`;
    const occurredAt = START + count * 1_000;
    const common = { eventId: `event-${options.seed}-${count}`, movieId, movie: factsOf(movieId) };
    const userOf = () => `synthetic:${whole(users)}`;
    const kind = random();
    let event: RatingLogEvent;
    const repeated = latest[whole(latest.length)];
    if (kind < duplicates && repeated !== undefined) {
      event = repeated;
    } else if (kind < duplicates + removals) {
      event = RatingRemoved.create({ ...common, occurredAt, origin: "live", userId: userOf() });
    } else if (kind < duplicates + removals + packs) {
      const ratings = Array.from({ length: 1 + whole(30) }, (_, index) => ({
        eventId: `${common.eventId}-${index}`,
        userId: userOf(),
        score: 1 + whole(10),
        // Of the last ten years.
        ratedAt: occurredAt - whole(10 * 365) * 24 * 60 * 60 * 1_000,
      }));
      event = RatingsImported.create({ ...common, occurredAt, origin: "import", ratings });
    } else {
      event = RatingSubmitted.create({ ...common, occurredAt, origin: "live", userId: userOf(), score: 1 + whole(10) });
    }
    if (duplicates > 0) latest[count % REMEMBERED] = event;
    yield event;
  }
}

function factsOf(movieId: string): MovieFacts {
  return {
    title: `The Story of ${movieId}`,
    genres: ["Drama", "War"],
    director: "Someone Else",
    country: "FR",
    releaseYear: 1990,
    contentRating: "PG-13",
    runtimeMinutes: 101,
    externalId: movieId,
  };
}

/** Mulberry32: numbers from 0 to 1, always the same. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Ranks from 0, rank n with a weight of 1 / (n + 1). */
function zipf(count: number, random: () => number): () => number {
  const sums = new Float64Array(count);
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += 1 / (rank + 1);
    sums[rank] = sum;
  }
  return () => {
    const wanted = random() * sum;
    let low = 0;
    for (let high = count - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
