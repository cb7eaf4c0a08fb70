import type { Clock } from "@marquee/platform/clock/clock.js";

export interface MessageGuard {
  readonly perSecond: number;
  /** False for every message past the limit of its second. */
  admit(): boolean;
}

export function createMessageGuard(perSecond: number, clock: Clock): MessageGuard {
  let second = 0;
  let count = 0;
  return {
    perSecond,
    admit() {
      const now = Math.floor(clock.now() / 1000);
      count = now === second ? count + 1 : 1;
      second = now;
      return count <= perSecond;
    },
  };
}
