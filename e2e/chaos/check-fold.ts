import { isDeepStrictEqual } from "node:util";
import { type PureFold, pureFold } from "@marquee/ratings/projection/testing/pure-fold.js";
import type { Found, ListedRating, PublishedChange } from "./found.js";

/** no-rating-counted-twice, feed-order-per-movie: what is wrong with tables and changes, given the log that they follow from. */
export function checkFold({ log, changes, tables }: Found): string[] {
  const findings: string[] = [];
  const scores = new Map<string, number | null>();
  const totals: PureFold["totals"] = new Map();
  const listed: ListedRating[] = [];
  for (const [partition, entries] of log) {
    // A movie's events are in one partition.
    const model = pureFold(entries);
    for (const [pair, score] of model.scores) scores.set(pair, score);
    for (const [movieId, figures] of model.totals) totals.set(movieId, figures);
    for (const [pair, { score, ratedAt }] of model.listed) {
      const [movieId = "", userId = ""] = pair.split(" ");
      listed.push({ movieId, userId, score, ratedAt });
    }
    findings.push(...checkChanges(partition, model.changes, changes.get(partition) ?? []));
  }
  findings.push(...compare("the figures of", totals, tables.totals));
  findings.push(...compare("the score of", scores, tables.scores));
  findings.push(...compare("the list of movie", listsBy(listed, "movieId", "userId"), withoutEmpty(tables.byMovie)));
  findings.push(...compare("the list of user", listsBy(listed, "userId", "movieId"), withoutEmpty(tables.byUser)));
  const statistics = { ratings: listed.length, sumOfScores: listed.reduce((sum, { score }) => sum + score, 0) };
  findings.push(...compare("the figures of", new Map([["all", statistics]]), new Map([["all", tables.statistics]])));
  return findings;
}

function checkChanges(partition: number, model: PureFold["changes"], published: readonly PublishedChange[]): string[] {
  const findings: string[] = [];
  const told: PublishedChange[] = [];
  const counted = new Set<string>();
  let highest = -1;
  for (const record of published) {
    // As consumers do: what comes again is dropped.
    if (record.position <= highest) continue;
    highest = record.position;
    if (record.totals === null) continue;
    told.push(record);
    for (const { eventId } of record.changes) {
      if (counted.has(eventId)) findings.push(`partition ${partition}: ${eventId} changed something twice`);
      counted.add(eventId);
    }
  }
  const byPosition = new Map(told.map((record) => [record.position, record]));
  for (const { position, totals, changes } of model) {
    const record = byPosition.get(position);
    byPosition.delete(position);
    if (record === undefined)
      findings.push(`partition ${partition}: the change of ${position} was never published, or out of order`);
    else if (!isDeepStrictEqual({ totals: record.totals, changes: record.changes }, { totals, changes }))
      findings.push(`partition ${partition}: the change of ${position} was published as ${JSON.stringify(record)}`);
  }
  for (const position of byPosition.keys())
    findings.push(`partition ${partition}: ${position} was published and changed nothing`);
  return findings;
}

function compare<Value>(
  what: string,
  expected: ReadonlyMap<string, Value>,
  found: ReadonlyMap<string, unknown>,
): string[] {
  const findings: string[] = [];
  for (const key of new Set([...expected.keys(), ...found.keys()])) {
    const [wanted, is] = [expected.get(key) ?? null, found.get(key) ?? null];
    if (isDeepStrictEqual(wanted, is)) continue;
    findings.push(`${what} ${key}: ${excerpt(is)}, and the log says ${excerpt(wanted)}`);
  }
  return findings;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}

/** Newest first, ties by id: as lists are read. */
function listsBy(listed: readonly ListedRating[], by: "movieId" | "userId", ties: "movieId" | "userId") {
  const lists = new Map<string, ListedRating[]>();
  for (const entry of listed) lists.set(entry[by], [...(lists.get(entry[by]) ?? []), entry]);
  for (const list of lists.values()) list.sort((a, b) => b.ratedAt - a.ratedAt || (a[ties] < b[ties] ? -1 : 1));
  return lists;
}

function withoutEmpty<Value extends readonly unknown[]>(lists: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> {
  return new Map([...lists].filter(([, list]) => list.length > 0));
}
