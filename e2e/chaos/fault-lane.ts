// One kind of thing, of which one at a time is killed or stopped, and brought back before the next.
import { setTimeout as wait } from "node:timers/promises";

export type Fault = "kill" | "stop";

export interface Target {
  name: string;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
  /** Starts it after `kill`; resolves when it serves. */
  restart(): Promise<void>;
  /** SIGSTOP. */
  stop(): Promise<void>;
  /** SIGCONT. */
  goOn(): Promise<void>;
}

export interface FaultLane {
  kind: string;
  targets: readonly Target[];
  /** From the fault to its healing, the shortest and the longest. */
  downMs: readonly [number, number];
  stopMs: readonly [number, number];
  restMs: readonly [number, number];
  /** Resolves when all of them are in service and hold the same; throws when that takes too long. */
  whole(): Promise<void>;
}

export interface LaneOptions {
  random: () => number;
  /** Nothing is begun afterwards, save what has not been done once. */
  signal: AbortSignal;
  say(line: string): void;
}

/** Resolves with how often each was done, when the signal has aborted, all has been done once, and all is healed. */
export async function runLane(lane: FaultLane, { random, signal, say }: LaneOptions): Promise<Record<Fault, number>> {
  const done: Record<Fault, number> = { kill: 0, stop: 0 };
  const between = ([least, most]: readonly [number, number]) => least + random() * (most - least);
  let fault: Fault = random() < 0.5 ? "kill" : "stop";
  await wait(between(lane.restMs) * random(), undefined, { signal }).catch(() => undefined);
  while (!signal.aborted || done.kill === 0 || done.stop === 0) {
    const target = lane.targets[Math.floor(random() * lane.targets.length)] as Target;
    if (fault === "kill") {
      const downMs = between(lane.downMs);
      say(`${target.name}: kill -9, starting it again in ${(downMs / 1000).toFixed(1)} s`);
      await target.kill();
      await wait(downMs);
      await target.restart();
    } else {
      const stopMs = between(lane.stopMs);
      say(`${target.name}: SIGSTOP for ${(stopMs / 1000).toFixed(1)} s`);
      await target.stop();
      await wait(stopMs);
      await target.goOn();
    }
    await lane.whole();
    say(`${target.name}: back`);
    done[fault] += 1;
    // Each in turn while one is missing, then as it comes.
    const both = done.kill > 0 && done.stop > 0;
    fault = both ? (random() < 0.5 ? "kill" : "stop") : fault === "kill" ? "stop" : "kill";
    await wait(between(lane.restMs), undefined, { signal }).catch(() => undefined);
  }
  return done;
}
