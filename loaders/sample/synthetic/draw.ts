import { uniformFloat32 } from "pure-rand/distribution/uniformFloat32";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** 0 up to, not including, 1. Everything made of it uses only what IEEE 754 rounds exactly (no pow, log or exp): the same everywhere. */
export const unit = uniformFloat32;

/** A whole number from 0 to `end` - 1. */
export function below(random: RandomGenerator, end: number): number {
  return Math.floor(uniformFloat32(random) * end);
}

export function pick<Item>(random: RandomGenerator, items: readonly [Item, ...Item[]]): Item {
  return items[below(random, items.length)] ?? items[0];
}

/** Like a bell around 0, with a standard deviation of 1, never past 3. */
export function bell(random: RandomGenerator): number {
  return 2 * (uniformFloat32(random) + uniformFloat32(random) + uniformFloat32(random) - 1.5);
}
