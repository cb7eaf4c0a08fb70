/** Counts up when topics are made anew with another number of partitions; until then every topic is of the first generation. */
const GENERATION = 0;
const OFFSETS = 2 ** 40;

/** A position is the topic's generation in the bits from 2^40 up, and the offset below. */
export function positionOf(offset: number): number {
  return GENERATION * OFFSETS + offset;
}

export function offsetOf(position: number): number {
  return position - GENERATION * OFFSETS;
}
