import type { Clock } from "@marquee/platform/clock/clock.js";

/** False for every message past the limit of its second. */
export type MessageGuard = () => boolean;

export function createMessageGuard(perSecond: number, clock: Clock): MessageGuard {
  let second = 0;
  let count = 0;
  return () => {
    const now = Math.floor(clock.now() / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    return count <= perSecond;
  };
}
