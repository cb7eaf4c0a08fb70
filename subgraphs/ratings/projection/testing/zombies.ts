import type { Projection, ProjectionBatch } from "@marquee/platform/projection/projection.js";
import type { RatingLogEvent } from "@marquee/schema/events/rating-events.js";
import fc from "fast-check";
import type { RatingFoldStore } from "../../store/rating-fold-store.js";
import { ratingProjection } from "../rating-projection.js";

/** By number of the batch: for how many batches a second member goes on with it that has lost its partition; 0: there is none. */
export const zombieLives: fc.Arbitrary<number[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 40, size: "max" },
);

/**
 * The projection, with members beside it that have lost their partition and do not know: each has read what it folds, and
 * writes it only when others have gone on.
 */
export function withZombies(store: RatingFoldStore, lives: readonly number[]) {
  const projection = ratingProjection(store);
  const undead = new Set<{ left: number; wake(): void; done: Promise<unknown> }>();
  let batches = 0;

  async function rise(batch: ProjectionBatch<RatingLogEvent>, left: number): Promise<void> {
    let wake: () => void = () => {};
    let hasRead: () => void = () => {};
    const awake = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const read = new Promise<void>((resolve) => {
      hasRead = resolve;
    });
    const held: RatingFoldStore = {
      load: (request) => store.load(request),
      async writeBuckets(buckets) {
        hasRead();
        await awake;
        await store.writeBuckets(buckets);
      },
      writeFollowers: (followers) => store.writeFollowers(followers),
    };
    // What it publishes is older than what consumers have seen, and its commit is refused.
    const done = ratingProjection(held)
      .apply(batch)
      .catch(() => undefined)
      .finally(hasRead);
    undead.add({ left, wake, done });
    await read;
  }

  async function age(by: number): Promise<void> {
    for (const zombie of undead) {
      zombie.left -= by;
      if (zombie.left > 0) continue;
      undead.delete(zombie);
      zombie.wake();
      await zombie.done;
    }
  }

  const haunted: Projection<RatingLogEvent> = {
    ...projection,
    async apply(batch) {
      await age(1);
      const life = lives[batches++] ?? 0;
      if (life > 0) await rise(batch, life);
      return projection.apply(batch);
    },
  };
  return { projection: haunted, layToRest: () => age(Number.POSITIVE_INFINITY) };
}
