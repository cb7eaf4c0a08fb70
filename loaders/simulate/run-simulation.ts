import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@marquee/platform/errors/app-error.js";
import { BackOff } from "@marquee/platform/event-log/back-off.js";
import type { EventLog, NewMessage } from "@marquee/platform/event-log/event-log.js";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";
import { unit } from "../sample/synthetic/draw.js";
import type { SimulateOptions } from "./simulate-options.js";
import type { RatingMaker, SimulatedRating } from "./simulated-messages.js";

const MAX_BATCH = 500;

export interface SimulationParts {
  log: EventLog;
  maker: RatingMaker;
  random: RandomGenerator;
  signal: AbortSignal;
  onSent(ratings: readonly SimulatedRating[]): void;
  /** The log did not take them; they are sent again. */
  onRefused(error: AppError): void;
}

/**
 * Sends ratings at the pace asked for until the time is up or the signal aborts; the next ones when the last are acknowledged, so a log
 * that is slower than the pace holds it up. Resolves with how many were acknowledged. Throws what does not pass.
 */
export async function runSimulation(
  options: Pick<SimulateOptions, "pace" | "forMs">,
  parts: SimulationParts,
): Promise<number> {
  const { signal } = parts;
  const startedAt = performance.now();
  const elapsed = () => performance.now() - startedAt;
  const forMs = options.forMs ?? Number.POSITIVE_INFINITY;
  const next = schedule(options.pace, forMs, parts.random);
  let sent = 0;
  while (!signal.aborted) {
    const { dueAt, count } = next(sent, elapsed());
    if (dueAt >= forMs || elapsed() >= forMs) break;
    const pause = dueAt - elapsed();
    if (pause > 0) await wait(pause, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) break;
    const ratings = Array.from({ length: count }, () => parts.maker.make());
    if (
      !(await send(
        parts,
        ratings.map(({ message }) => message),
      ))
    )
      break;
    sent += count;
    parts.onSent(ratings);
  }
  return sent;
}

/** When the next ones are due, in milliseconds since the start, and how many are. */
function schedule(pace: SimulateOptions["pace"], forMs: number, random: RandomGenerator) {
  if ("perSecond" in pace) {
    const perMs = pace.perSecond / 1_000;
    // A hair less: three a second for a second are three, however they are rounded.
    const total = Math.ceil(forMs * perMs - 1e-9);
    return (sent: number, elapsedMs: number) => {
      const due = Math.min(Math.floor(elapsedMs * perMs) + 1, total) - sent;
      return { dueAt: sent >= total ? forMs : sent / perMs, count: Math.max(1, Math.min(due, MAX_BATCH)) };
    };
  }
  const { from, to } = pace.pauseMs;
  return (sent: number, elapsedMs: number) => ({
    dueAt: sent === 0 ? 0 : elapsedMs + from + unit(random) * (to - from),
    count: 1,
  });
}

/** Again with the same ids until the log takes it, or the signal aborts (false). */
async function send({ log, maker, signal, onRefused }: SimulationParts, messages: readonly NewMessage[]) {
  const backOff = new BackOff();
  for (;;) {
    try {
      await log.append(maker.topic, messages);
      return true;
    } catch (error) {
      if (!(error instanceof AppError) || !error.retriable) throw error;
      onRefused(error);
      await backOff.wait(signal);
      if (signal.aborted) return false;
    }
  }
}
