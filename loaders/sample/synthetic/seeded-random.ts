import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { skipN } from "pure-rand/utils/skipN";

/** A generator of its own for each name, so that what is made for one film does not depend on what was made before it. */
export function seededRandom(seed: number, name: string): RandomGenerator {
  const random = xoroshiro128plus(seed ^ fnv1a(name));
  // Its first numbers still resemble those of neighbouring seeds.
  skipN(random, 8);
  return random;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash | 0;
}
