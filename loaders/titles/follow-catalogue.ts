import type { Clock } from "@marquee/platform/clock/clock.js";
import type { EventLog, LogMessage } from "@marquee/platform/event-log/event-log.js";
import { readToEnd } from "@marquee/platform/event-log/read-to-end.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { type CatalogueChange, catalogueChange } from "./catalogue-change.js";
import { readRows } from "./read-neighbourhood.js";
import { CATALOGUE, type Said } from "./said.js";
import { emptyChanges, settleTitles } from "./settle-titles.js";
import type { TitleName } from "./title-name.js";
import type { RegisteredMovie, TitleRow, TitleStore, TitleTerm } from "./title-store.js";

const CHANGES_AT_ONCE = 2_000;

interface Read {
  message: LogMessage;
  change: CatalogueChange | null;
}

/**
 * Learns what others wrote into the catalogue since the last time, and writes into the log what follows for other movies.
 * `own`: how many messages this registry's caller appended since; where there are no others, nothing is read back.
 */
export async function followCatalogue(store: TitleStore, log: EventLog, clock: Clock, own: number): Promise<void> {
  if (own > 0 && (await passOwn(store, log, own))) return;
  let pending: Read[] = [];
  let changes = 0;
  const flush = async (): Promise<void> => {
    const reads = pending;
    pending = [];
    changes = 0;
    if (reads.length > 0) await learn(store, log, clock, reads);
  };
  let last: Promise<void> = Promise.resolve();
  const take = async (messages: readonly LogMessage[]): Promise<void> => {
    for (const message of messages) {
      const change = catalogueChange(message);
      if (change !== null) changes += 1;
      // Of what is our own the position alone counts.
      if (
        change === null &&
        pending.at(-1)?.change === null &&
        pending.at(-1)?.message.partition === message.partition
      ) {
        pending.pop();
      }
      pending.push({ message, change });
      if (changes >= CHANGES_AT_ONCE) await flush();
    }
  };
  const onMessages = (messages: readonly LogMessage[]): Promise<void> => {
    // Partitions are read side by side, and learnt from one after the other.
    last = last.then(() => take(messages));
    return last;
  };
  await readToEnd(log, TOPICS.movies, onMessages, await store.followed());
  await flush();
}

/** Passes over what is new in the log when it is exactly what was appended here; false when it may be anything else. */
async function passOwn(store: TitleStore, log: EventLog, own: number): Promise<boolean> {
  const followed = await store.followed();
  const ends = new Map<number, number>();
  let fresh = 0;
  for (const { partition, earliest, end } of await log.positions(TOPICS.movies)) {
    ends.set(partition, end);
    fresh += end - Math.max(earliest, followed.get(partition) ?? 0);
  }
  if (fresh !== own) return false;
  const term = await store.begin();
  try {
    await term.commit({ ...emptyChanges(), followed: ends });
  } finally {
    await term.end();
  }
  return true;
}

async function learn(store: TitleStore, log: EventLog, clock: Clock, reads: readonly Read[]): Promise<void> {
  const term = await store.begin();
  try {
    await learnIn(term, store, log, clock, reads);
  } finally {
    await term.end();
  }
}

async function learnIn(
  term: TitleTerm,
  store: TitleStore,
  log: EventLog,
  clock: Clock,
  reads: readonly Read[],
): Promise<void> {
  // Another process may have learnt some of it meanwhile.
  const known = await store.followed();
  const fresh = reads.filter(({ message }) => message.position >= (known.get(message.partition) ?? 0));
  const followed = new Map(known);
  const changes = new Map<TitleName, CatalogueChange>();
  for (const { message, change } of fresh) {
    followed.set(message.partition, message.position + 1);
    if (change !== null) changes.set(change.name, change);
  }
  const rows = new Map<TitleName, TitleRow | null>();
  await readRows(store, rows, changes.keys());
  const changed = new Map<TitleName, Said[]>();
  const seen = new Map<TitleName, RegisteredMovie>();
  for (const { name, said, digest } of changes.values()) {
    const row = rows.get(name) ?? null;
    const others = (row?.said ?? []).filter(({ dataset }) => dataset !== CATALOGUE);
    changed.set(name, said === null ? others : [...others, said]);
    if (said !== null) seen.set(name, seenMovie(row?.movie ?? null, digest, term.number));
  }
  const { messages, changes: stored } = await settleTitles({
    store,
    rows,
    changed,
    seen,
    term: term.number,
    now: clock.now(),
  });
  if (messages.length > 0) await log.append(TOPICS.movies, messages);
  await term.commit({ ...stored, followed });
}

/** A movie that was never ours stands in the log as it was just read; of one of ours nobody knows whether our own word came later. */
function seenMovie(movie: RegisteredMovie | null, digest: string, term: number): RegisteredMovie {
  const known = { born: movie?.born ?? term, events: movie?.events ?? 0, facts: null };
  return { ...known, state: "LIVE", replacedBy: null, digest: known.events === 0 ? digest : "" };
}
