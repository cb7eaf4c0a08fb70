import { GENERATION_POSITIONS } from "./topic-generation.js";

/** Counts up when topics are made anew with another number of partitions; until then every topic is of the first generation. */
const GENERATION = 0;

export function positionOf(offset: number): number {
  return GENERATION * GENERATION_POSITIONS + offset;
}

export function offsetOf(position: number): number {
  return position - GENERATION * GENERATION_POSITIONS;
}
