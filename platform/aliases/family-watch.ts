import type { FamilyLoader } from "./family-loader.js";

/** Ends feeds whose family is another one by now: whoever reads them opens them again, behind what it has, over the family that is there then. */
export interface FamilyWatch {
  /** A signal that aborts with `signal`, and when the family of `id` is no longer `members`. `release` when the feed has ended. */
  follow(id: string, members: readonly string[], signal: AbortSignal): FollowedFamily;
  close(): void;
}

export interface FollowedFamily {
  signal: AbortSignal;
  release(): void;
}

interface Followed {
  id: string;
  members: ReadonlySet<string>;
  controller: AbortController;
}

const EVERY_MS = 2_000;
/** Of more feeds, each is looked at more seldom: what it costs the store is bounded, however many are open. */
const AT_ONCE = 200;

export function createFamilyWatch(
  families: Pick<FamilyLoader, "load">,
  { everyMs = EVERY_MS, atOnce = AT_ONCE } = {},
): FamilyWatch {
  // The one that was looked at longest ago comes first.
  const followed = new Set<Followed>();
  let looking = false;

  async function look(): Promise<void> {
    const turn = [...followed].slice(0, atOnce);
    for (const one of turn) {
      followed.delete(one);
      followed.add(one);
    }
    await Promise.all(
      turn.map(async ({ id, members, controller }) => {
        const family = await families.load(id);
        const now = new Set([id, ...family.members]);
        if (now.size !== members.size || [...now].some((member) => !members.has(member))) controller.abort();
      }),
    );
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // A store that does not answer ends no feed; they are looked at again.
    look()
      .catch(() => {})
      .finally(() => {
        looking = false;
      });
  }, everyMs);
  timer.unref();

  return {
    follow(id, members, signal) {
      const one = { id, members: new Set([id, ...members]), controller: new AbortController() };
      followed.add(one);
      return {
        signal: AbortSignal.any([signal, one.controller.signal]),
        release: () => void followed.delete(one),
      };
    },
    close: () => clearInterval(timer),
  };
}
