import fc from "fast-check";
import type { Projection, ProjectionBatch } from "../projection/projection.js";

/** By number of the batch: for how many batches a second member goes on with it that has lost its partition; 0: there is none. */
export const zombieLives: fc.Arbitrary<number[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 40, size: "max" },
);

/** By number of the batch: how many batches back one lies that such a member folds from its beginning only now; 0: there is none. */
export const lateRisers: fc.Arbitrary<number[]> = fc.array(
  fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 6 }) }),
  { maxLength: 40, size: "max" },
);

/**
 * A projection, with members beside it that have lost their partition and do not know: each has read what it folds, and writes it
 * only when others have gone on; `risers` begin only then. `projectionOn` makes a projection that awaits `beforeWriting` before its first write of a batch.
 */
export function withZombies<Event>(
  projectionOn: (beforeWriting: () => Promise<void>) => Projection<Event>,
  lives: readonly number[],
  risers: readonly number[] = [],
) {
  const projection = projectionOn(async () => {});
  const undead = new Set<{ left: number; wake(): void; done: Promise<unknown> }>();
  const history: ProjectionBatch<Event>[] = [];

  async function rise(batch: ProjectionBatch<Event>, left: number): Promise<void> {
    const { promise: awake, resolve: wake } = promised();
    const { promise: hasRead, resolve: read } = promised();
    const held = projectionOn(async () => {
      read();
      await awake;
    });
    // What it publishes is older than what consumers have seen, and its commit is refused.
    const done = held
      .apply(batch)
      .catch(() => undefined)
      .finally(read);
    undead.add({ left, wake, done });
    await hasRead;
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

  const haunted: Projection<Event> = {
    ...projection,
    async apply(batch) {
      await age(1);
      const life = lives[history.length] ?? 0;
      const late = history.at(-(risers[history.length] ?? 0) || history.length);
      history.push(batch);
      if (life > 0) await rise(batch, life);
      if (late !== undefined) await projection.apply(late).catch(() => undefined);
      return projection.apply(batch);
    },
  };
  return { projection: haunted, layToRest: () => age(Number.POSITIVE_INFINITY) };
}

function promised(): { promise: Promise<void>; resolve(): void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
