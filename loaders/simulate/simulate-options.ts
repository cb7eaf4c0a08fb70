import { parseArgs } from "node:util";
import { AppError } from "@marquee/platform/errors/app-error.js";

export const SIMULATE_USAGE = `npm run simulate -- [--rate 2/s | --pause 5..60] [--users 11] [--for 60s] [--titles FILE.csv] [--seed 1] [--wire]
    sends simulated ratings until it is ended
    --rate N/s|N/m|N/h  so many, evenly; 2/s unless --pause is given
    --pause A..B        a random pause of A to B seconds after each instead
    --users N           so many users: one of fixed name, the others with random ones; 11
    --for 60s|5m|1h     ends by itself
    --titles FILE.csv   titles from its column "title" or "movie"; else from the catalogue
    --seed N            names, titles, scores and pauses follow from it; 1
    --wire              as a system outside writes them, {"user","movie","rating","timestamp"} into marquee.outside-ratings.v1`;

export interface SimulateOptions {
  pace: { perSecond: number } | { pauseMs: { from: number; to: number } };
  users: number;
  /** Null: until it is ended. */
  forMs: number | null;
  titles: string | null;
  seed: number;
  wire: boolean;
}

const MOST = { perSecond: 20_000, users: 100_000, seed: 2 ** 31 - 1 };
const MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Throws BAD_USER_INPUT. */
export function readSimulateOptions(args: readonly string[]): SimulateOptions {
  const text = { type: "string" } as const;
  const options = { rate: text, pause: text, users: text, for: text, titles: text, seed: text };
  try {
    const { values } = parseArgs({ args: [...args], options: { ...options, wire: { type: "boolean" } } });
    if (values.rate !== undefined && values.pause !== undefined) throw new Error("Give --rate or --pause, not both.");
    return {
      pace: values.pause === undefined ? { perSecond: readRate(values.rate ?? "2/s") } : readPause(values.pause),
      users: readWhole("--users", values.users ?? "11", 1, MOST.users),
      forMs: values.for === undefined ? null : readDuration(values.for),
      titles: values.titles ?? null,
      seed: readWhole("--seed", values.seed ?? "1", 0, MOST.seed),
      wire: values.wire === true,
    };
  } catch (error) {
    throw new AppError("BAD_USER_INPUT", `${(error as Error).message}\n${SIMULATE_USAGE}`);
  }
}

function readRate(text: string): number {
  const [, count, unit = "s"] = /^(\d+(?:\.\d+)?)(?:\/(s|m|h))?$/.exec(text) ?? [];
  const perSecond = (Number(count) * 1_000) / (MS[unit] ?? Number.NaN);
  if (perSecond > 0 && perSecond <= MOST.perSecond) return perSecond;
  throw new Error(`--rate ${text}: expected such as 2/s, 30/m or 100/h, at most ${MOST.perSecond}/s.`);
}

function readPause(text: string): { pauseMs: { from: number; to: number } } {
  const [, from, to] = /^(\d+(?:\.\d+)?)\.\.(\d+(?:\.\d+)?)s?$/.exec(text) ?? [];
  const pauseMs = { from: Number(from) * 1_000, to: Number(to) * 1_000 };
  if (pauseMs.from <= pauseMs.to) return { pauseMs };
  throw new Error(`--pause ${text}: expected seconds from..to, such as 5..60.`);
}

function readDuration(text: string): number {
  const [, count, unit = "s"] = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text) ?? [];
  const ms = Number(count) * (MS[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new Error(`--for ${text}: expected a time, such as 60s, 5m or 1h.`);
}

function readWhole(name: string, text: string, from: number, to: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new Error(`${name} ${text}: expected a whole number from ${from} to ${to}.`);
}
