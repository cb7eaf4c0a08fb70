import type { BucketState, FoldRead, FoldRequest, RatingFoldStore } from "../store/rating-fold-store.js";
import type { Known } from "./fold-memory.js";

/** With more buckets to a movie than this it is asked first which movies have any. */
const ASKED_AT_ONCE = 2;

/**
 * What a batch is decided from: what is known, and the rest out of the tables. Movies without totals have no rows, as every batch
 * that writes rows of a movie writes its totals too before it is committed; they are known from then on.
 */
export async function readForFold(
  store: Pick<RatingFoldStore, "load">,
  request: FoldRequest,
  { movies, statistics }: Known,
): Promise<FoldRead> {
  const { partition } = request;
  const movieIds = request.movieIds.filter((movieId) => !movies.has(movieId));
  const asked = request.buckets.filter(({ movieId }) => !movies.has(movieId));
  const atOnce = asked.length <= ASKED_AT_ONCE * movieIds.length ? asked : [];
  const first =
    statistics !== null && movieIds.length === 0
      ? { buckets: [], tallies: new Map(), statistics }
      : await store.load({ partition, movieIds, buckets: atOnce });
  for (const movieId of movieIds) {
    if (!first.tallies.has(movieId)) movies.add(movieId);
  }
  const left = asked.slice(atOnce.length).filter(({ movieId }) => !movies.has(movieId));
  const rest = left.length === 0 ? [] : (await store.load({ partition, movieIds: [], buckets: left })).buckets;
  const states: readonly BucketState[] = [...first.buckets, ...rest];
  const read = new Map([...atOnce, ...left].map((key, index) => [key, states[index]]));
  return {
    buckets: request.buckets.map((key) => {
      const state = movies.bucket(key.movieId, key.bucket) ?? read.get(key);
      if (state === undefined) throw new Error("The store left a bucket out");
      return state;
    }),
    tallies: new Map(
      request.movieIds.flatMap((movieId) => {
        const tally = movies.tally(movieId) ?? first.tallies.get(movieId);
        return tally === undefined ? [] : [[movieId, tally] as const];
      }),
    ),
    statistics: statistics ?? first.statistics,
  };
}
