import { requireStillOurs } from "@marquee/platform/projection/lost-partition.js";
import {
  addTo,
  countsBefore,
  emptyTally,
  extendTally,
  type StampedTally,
  type TallyStep,
} from "@marquee/platform/projection/stamped-tally.js";
import type { RatingChanges } from "@marquee/schema/events/rating-changes.js";
import { foldBucket } from "../rules/fold-bucket.js";
import { addScore, COUNTS_SIZE, differencesOf, totalsOf } from "../rules/rating-counts.js";
import type { AcceptedStep, RatingStep } from "../rules/rating-step.js";
import type {
  BucketKey,
  BucketWrite,
  FoldRead,
  FoldRequest,
  FollowerWrites,
  ListMove,
} from "../store/rating-fold-store.js";
import type { RatingMessage } from "./rating-steps.js";

/** A batch sorted into the buckets it touches. */
export interface Touched {
  request: FoldRequest;
  /** Beside `request.buckets`, the steps of each. */
  steps: RatingStep[][];
}

export interface Fold {
  buckets: BucketWrite[];
  followers: FollowerWrites;
  /** In source order. */
  changes: RatingChanges[];
}

export function touchedBy(
  partition: number,
  messages: readonly RatingMessage[],
  bucketOf: (userId: string) => number,
): Touched {
  type TouchedBucket = BucketKey & { users: Set<string>; steps: RatingStep[] };
  const movies = new Map<string, Map<number, TouchedBucket>>();
  for (const { movieId, steps } of messages) {
    const buckets = movies.get(movieId) ?? new Map<number, TouchedBucket>();
    movies.set(movieId, buckets);
    for (const step of steps) {
      const bucket = bucketOf(step.userId);
      let touched = buckets.get(bucket);
      if (touched === undefined) {
        touched = { movieId, bucket, users: new Set(), steps: [] };
        buckets.set(bucket, touched);
      }
      touched.users.add(step.userId);
      touched.steps.push(step);
    }
  }
  const all = [...movies.values()].flatMap((buckets) => [...buckets.values()]);
  return {
    request: {
      partition,
      buckets: all.map(({ movieId, bucket, users }) => ({ movieId, bucket, userIds: [...users] })),
      movieIds: [...movies.keys()],
    },
    steps: all.map(({ steps }) => steps),
  };
}

/** What the batch makes of what was read. Pure: the same log prefix gives the same result however it is cut into batches. */
export function foldMessages(
  { request, steps }: Touched,
  read: FoldRead,
  messages: readonly RatingMessage[],
  batch: { committed: number; last: number },
): Fold {
  const decided = new Map<RatingStep, AcceptedStep>();
  const buckets: BucketWrite[] = [];
  request.buckets.forEach((key, index) => {
    const before = read.buckets[index];
    const bucketSteps = steps[index];
    if (before === undefined || bucketSteps === undefined) throw new Error("The store left a bucket out");
    requireStillOurs(before.committed, batch.committed);
    const fold = foldBucket(before, bucketSteps, batch.committed);
    const counts = [...before.counts];
    for (const { step, previousScore } of fold.fresh) addScore(counts, previousScore, step.score);
    const { rows, position, committed } = fold;
    buckets.push({ movieId: key.movieId, bucket: key.bucket, rows, counts, position, committed });
    fold.decisions.forEach((accepted, at) => {
      const step = bucketSteps[at];
      if (accepted === null || step === undefined) return;
      decided.set(step, accepted);
    });
  });

  const movies = new Map<string, MovieFold>();
  const changes: RatingChanges[] = [];
  const moves: ListMove[] = [];
  const statistics = { ...read.statistics };
  for (const message of messages) {
    const accepted = message.steps.flatMap((step) => decided.get(step) ?? []);
    if (accepted.length === 0) continue;
    const { movieId, position } = message;
    const movie = movies.get(movieId) ?? beginMovie(read.tallies.get(movieId), batch.committed);
    movies.set(movieId, movie);
    const add = stepOf(accepted);
    addTo(movie.counts, add, 1);
    // A tally that an earlier try left ahead has this step already.
    if (position > movie.before.position) movie.steps.push({ position, add });
    if (position > read.statistics.position) addToStatistics(statistics, accepted);
    changes.push(changesOf(message, accepted, movie.counts));
    for (const one of accepted) moves.push(moveOf(message, one));
  }
  statistics.position = Math.max(statistics.position, batch.last);
  for (const { movieId, rows } of buckets) {
    if (rows.size === 0 || movies.has(movieId)) continue;
    const movie = beginMovie(read.tallies.get(movieId), batch.committed);
    // Rows that changed nothing: that the movie has rows is told by its totals all the same.
    if (movie.before.position < 0) movies.set(movieId, movie);
  }

  const appendedAt = new Map(messages.map((message) => [message.position, message.appendedAt]));
  return {
    buckets,
    changes,
    followers: {
      partition: request.partition,
      moves,
      tallies: new Map([...movies].map(([movieId, movie]) => [movieId, tallyAfter(movie, batch.committed)])),
      statistics,
      feed: changes.map((change) => ({
        position: change.position,
        appendedAt: appendedAt.get(change.position) ?? 0,
        value: JSON.stringify(change),
      })),
    },
  };
}

/** What a batch adds to a movie. */
interface MovieFold {
  readonly before: StampedTally;
  /** As they are after the message that was folded last. */
  readonly counts: number[];
  /** That `before` does not have. */
  readonly steps: TallyStep[];
}

function beginMovie(tally: StampedTally | undefined, committed: number): MovieFold {
  const before = tally ?? emptyTally(COUNTS_SIZE);
  return { before, counts: countsBefore(before, committed), steps: [] };
}

function tallyAfter({ before, steps }: MovieFold, committed: number): StampedTally {
  const last = steps.at(-1);
  return last === undefined ? before : extendTally(before, steps, last.position, committed);
}

/** What a message adds to its movie. */
function stepOf(accepted: readonly AcceptedStep[]): TallyStep["add"] {
  const sums = new Array<number>(COUNTS_SIZE).fill(0);
  for (const { step, previousScore } of accepted) addScore(sums, previousScore, step.score);
  return differencesOf(sums);
}

function moveOf({ movieId, movie, position }: RatingMessage, { step, previousRatedAt: from }: AcceptedStep): ListMove {
  const { userId, score, ratedAt } = step;
  return { movieId, userId, position, movie, from, to: score === null ? null : { score, ratedAt } };
}

function addToStatistics(
  statistics: { ratings: number; sumOfScores: number },
  accepted: readonly AcceptedStep[],
): void {
  for (const { step, previousScore } of accepted) {
    statistics.ratings += (step.score === null ? 0 : 1) - (previousScore === null ? 0 : 1);
    statistics.sumOfScores += (step.score ?? 0) - (previousScore ?? 0);
  }
}

function changesOf(
  message: RatingMessage,
  accepted: readonly AcceptedStep[],
  counts: readonly number[],
): RatingChanges {
  return {
    type: "RatingChanges",
    version: 1,
    position: message.position,
    movieId: message.movieId,
    genres: message.movie.genres,
    origin: message.origin,
    totals: totalsOf(counts),
    changes: accepted.map(({ step, previousScore }) => ({
      eventId: step.eventId,
      userId: step.userId,
      score: step.score,
      previousScore,
      ratedAt: step.ratedAt,
    })),
  };
}
