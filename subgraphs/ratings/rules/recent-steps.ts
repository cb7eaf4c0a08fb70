import type { AcceptedStep, RatingStep } from "./rating-step.js";

/** For how long an event id is known again, by the log's clock. */
export const REMEMBER_MS = 24 * 60 * 60 * 1000;

/** Steps of one user on one movie that are taken within that time: what is remembered of them stays bounded. */
export const MAX_REMEMBERED = 10_000;

/** In full while its batch may come again, then only what a duplicate is recognised by. */
export type RecentStep = FullStep | RememberedStep;

type FullStep = readonly [
  eventId: string,
  position: number,
  item: number,
  score: number | null,
  previousScore: number | null,
  ratedAt: number,
  appendedAt: number,
  previousRatedAt: number | null,
];

type RememberedStep = readonly [eventId: string, score: number | null, appendedAt: number];

/** The window is checked here and not left to pruning, which depends on how the log was cut into batches. */
export function isDuplicate(recent: readonly RecentStep[], step: RatingStep): boolean {
  return recent.some((entry) => entry[0] === step.eventId && step.appendedAt - appendedAtOf(entry) <= REMEMBER_MS);
}

export function isFlood(recent: readonly RecentStep[], step: RatingStep): boolean {
  if (recent.length < MAX_REMEMBERED) return false;
  return recent.filter((entry) => step.appendedAt - appendedAtOf(entry) <= REMEMBER_MS).length >= MAX_REMEMBERED;
}

/** What is remembered after a step was accepted; nobody will ask again for what was decided before `committed`. */
export function recentAfter(
  recent: readonly RecentStep[],
  { step, previousScore, previousRatedAt }: AcceptedStep,
  committed: number,
): RecentStep[] {
  const { eventId, position, item, score, ratedAt, appendedAt } = step;
  const kept = recent.flatMap((entry): RecentStep[] => {
    if (entry.length !== 3 && entry[1] >= committed) return [entry];
    const at = appendedAtOf(entry);
    return appendedAt - at <= REMEMBER_MS ? [[entry[0], scoreOf(entry), at]] : [];
  });
  return [...kept, [eventId, position, item, score, previousScore, ratedAt, appendedAt, previousRatedAt]];
}

/** The score that an event id was last taken for (null: a removal); undefined when it is not remembered. */
export function rememberedScore(recent: readonly RecentStep[], eventId: string): number | null | undefined {
  const entry = recent.findLast(([id]) => id === eventId);
  return entry === undefined ? undefined : scoreOf(entry);
}

function appendedAtOf(entry: RecentStep): number {
  return entry.length === 3 ? entry[2] : entry[6];
}

function scoreOf(entry: RecentStep): number | null {
  return entry.length === 3 ? entry[1] : entry[3];
}
