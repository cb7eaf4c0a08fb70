import { emptyTally, type StampedTally } from "@marquee/platform/projection/stamped-tally.js";
import type { RatingRow } from "../rules/fold-bucket.js";
import { COUNTS_SIZE } from "../rules/rating-counts.js";
import type { BucketState, BucketWrite } from "../store/rating-fold-store.js";

/** A movie with more has so many to a bucket that a read is little beside them. */
const MAX_STEPS_A_MOVIE = 5_000;

interface KnownMovie {
  tally: StampedTally;
  /** Those that are not here have no rows. */
  readonly buckets: Map<number, BucketState & { rows: Map<string, RatingRow> }>;
  /** That its rows remember. */
  steps: number;
}

/** Movies of which every row is known, as they had none when they were met first. */
export class KnownMovies {
  /** Those that were met longest ago come first. */
  readonly #movies = new Map<string, KnownMovie>();
  #steps = 0;

  /** What is remembered in the rows of all of them. */
  get steps(): number {
    return this.#steps;
  }

  has(movieId: string): boolean {
    return this.#movies.has(movieId);
  }

  /** Of a movie that has no rows. */
  add(movieId: string): void {
    this.#movies.set(movieId, { tally: emptyTally(COUNTS_SIZE), buckets: new Map(), steps: 0 });
  }

  tally(movieId: string): StampedTally | undefined {
    return this.#movies.get(movieId)?.tally;
  }

  /** Undefined where the movie is not known. */
  bucket(movieId: string, bucket: number): BucketState | undefined {
    const movie = this.#movies.get(movieId);
    return movie === undefined ? undefined : (movie.buckets.get(bucket) ?? emptyBucket());
  }

  /** Takes up what a batch wrote. */
  learn(buckets: readonly BucketWrite[], tallies: ReadonlyMap<string, StampedTally>): void {
    for (const write of buckets) {
      const movie = this.#movies.get(write.movieId);
      if (movie !== undefined) this.#steps += learnBucket(movie, write);
    }
    for (const [movieId, tally] of tallies) {
      const movie = this.#movies.get(movieId);
      if (movie === undefined) continue;
      this.#movies.delete(movieId);
      // The next batch begins behind all of its steps.
      if (movie.steps <= MAX_STEPS_A_MOVIE) this.#movies.set(movieId, { ...movie, tally: { ...tally, tail: [] } });
      else this.#steps -= movie.steps;
    }
  }

  /** Forgets those that were met longest ago until no more than so many steps are left. */
  trim(steps: number): void {
    for (const [movieId, movie] of this.#movies) {
      if (this.#steps <= steps) return;
      this.#movies.delete(movieId);
      this.#steps -= movie.steps;
    }
  }
}

/** How many steps more are remembered. */
function learnBucket(movie: KnownMovie, { bucket, rows: written, counts, position, committed }: BucketWrite): number {
  const rows = movie.buckets.get(bucket)?.rows ?? new Map<string, RatingRow>();
  let more = 0;
  for (const [userId, row] of written) {
    more += row.recent.length - (rows.get(userId)?.recent.length ?? 0);
    rows.set(userId, row);
  }
  movie.buckets.set(bucket, { rows, counts, position, committed });
  movie.steps += more;
  return more;
}

function emptyBucket(): BucketState {
  const { counts, position, committed } = emptyTally(COUNTS_SIZE);
  return { rows: new Map(), counts, position, committed };
}
