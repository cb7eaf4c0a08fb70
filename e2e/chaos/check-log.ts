import type { LoggedEvent } from "./found.js";
import { eventIdOf, type History, type PairHistory } from "./history.js";

interface Logged {
  eventId: string;
  userId: string;
  score: number | null;
}

/** no-acknowledged-rating-lost: what is wrong with the log, given what was sent and answered. */
export function checkLog(history: History, log: ReadonlyMap<number, readonly LoggedEvent[]>): string[] {
  const findings: string[] = [];
  const logged = new Map<string, Logged[]>();
  for (const [partition, entries] of log) {
    for (const { position, event } of entries) {
      if (event === null || !("eventId" in event && "userId" in event)) {
        findings.push(`${partition}/${position} is nothing that was written`);
        continue;
      }
      const { eventId, userId, movieId } = event;
      const pair = `${movieId} ${userId}`;
      const score = event.type === "RatingSubmitted" ? event.score : null;
      logged.set(pair, [...(logged.get(pair) ?? []), { eventId, userId, score }]);
    }
  }
  for (const [pair, sent] of history.pairs) findings.push(...checkPair(pair, sent, logged.get(pair) ?? []));
  for (const pair of logged.keys()) {
    if (!history.pairs.has(pair)) findings.push(`${pair}: in the log, and never written`);
  }
  return findings;
}

function checkPair(pair: string, sent: PairHistory, logged: readonly Logged[]): string[] {
  const findings: string[] = [];
  const copies = new Map<string, number>();
  for (const { eventId } of logged) copies.set(eventId, (copies.get(eventId) ?? 0) + 1);
  const known = new Map<string, { score: number | null; least: number; most: number }>();
  for (const { write, attempt } of sent) {
    const eventId = eventIdOf(write);
    const entry = known.get(eventId) ?? { score: write.score, least: 0, most: 0 };
    known.set(eventId, entry);
    if (attempt.outcome === "acknowledged") entry.least += 1;
    if (attempt.outcome !== "refused") entry.most += 1;
    if (attempt.eventId !== null && attempt.eventId !== eventId) {
      findings.push(`${pair}: ${write.key} was acknowledged as ${attempt.eventId}, another event`);
    }
  }
  for (const [eventId, { least, most }] of known) {
    const found = copies.get(eventId) ?? 0;
    if (found < least)
      findings.push(`${pair}: ${eventId} was acknowledged ${least} times and is ${found} times in the log`);
    if (found > most) findings.push(`${pair}: ${eventId} may be ${most} times in the log and is ${found} times`);
  }
  for (const { eventId, score } of logged) {
    const written = known.get(eventId);
    if (written === undefined) findings.push(`${pair}: ${eventId} is in the log, and nobody wrote it`);
    else if (written.score !== score)
      findings.push(`${pair}: ${eventId} is ${score} in the log, ${written.score} was written`);
  }
  return [...findings, ...checkOrder(pair, sent, logged)];
}

/** One was acknowledged before the next was sent, so they stand in that order. What is unknown may come any time. */
function checkOrder(pair: string, sent: PairHistory, logged: readonly Logged[]): string[] {
  let next = 0;
  for (const { write, attempt } of sent) {
    if (attempt.outcome !== "acknowledged") continue;
    const eventId = eventIdOf(write);
    const at = logged.findIndex((entry, index) => index >= next && entry.eventId === eventId);
    if (at === -1) return [`${pair}: ${eventId} is not in the log behind what was acknowledged before it`];
    next = at + 1;
  }
  return [];
}
