import { AppError } from "../errors/app-error.js";
import { GENERATION_POSITIONS } from "../event-log/topic-generation.js";
import type { ChangeFeed, ChangeRecord } from "./change-feed.js";
import { LiveBuffer, type Told } from "./live-buffer.js";
import { ReplayBudget } from "./replay-budget.js";
import type { ReplayGate } from "./replay-gate.js";

export interface ResumeFeedOptions<Record extends ChangeRecord> {
  feed: ChangeFeed<Record>;
  /**
   * The stored records behind `afterPosition`, up to and with `upToPosition`, in ascending order, at most `limit` of them.
   * Everything that the feed says is applied must be there, however far `upToPosition` lies from `afterPosition`.
   */
  readStored(
    partition: number,
    afterPosition: number,
    upToPosition: number,
    limit: number,
  ): Promise<readonly Told<Record>[]>;
  /** The position from which on every record is still stored; 0 when none was ever pruned. */
  oldest(partition: number): Promise<number>;
  partitions: readonly number[];
  /** Everything up to here was delivered, for each of `partitions`; null starts at what is applied now. */
  after: ReadonlyMap<number, number> | null;
  /** Records that may wait in memory for a slow reader. */
  maxBuffered: number;
  signal: AbortSignal;
  /** Another replica, or a mutation, may be ahead of this feed: how long to wait for it to come up. Default 2,000. */
  aheadTimeoutMs?: number;
  /** What bounds the replays of this process. Default: nothing does. */
  replays?: ReplayGate;
  /** About how many bytes a record takes; replays are bounded by them. */
  sizeOf?(record: Told<Record>): number;
}

export type ResumedItem<Record extends ChangeRecord> =
  | { type: "record"; partition: number; record: Told<Record> }
  | {
      type: "progress";
      /** Everything up to these has been yielded, by partition. */
      positions: Map<number, number>;
      /** Whether the replay has caught up. */
      live: boolean;
    }
  | {
      type: "gap";
      reason: "REPLAY_LIMIT";
      /** What lies before these has not been yielded, and won't be. */
      positions: Map<number, number>;
    };

const SCANNED_POSITIONS = 1_000;

/**
 * A feed from a cursor on: from memory or the store until it has caught up with what is applied, then live, each record once and in
 * order of position within its partition. A reader that falls behind by more than `maxBuffered` is served from the store again.
 *
 * The first item is the progress it starts from. A replay from the store says its progress at least every 1,000 positions, any when it has
 * caught up (`live`); a live feed whenever nothing is left to tell up to a later position, and (`live: false`) when it has
 * to go back to the store. A replay that has read more than one may leaves the rest out, says so (`gap`), and is live. Ends when
 * the signal aborts.
 * Throws CURSOR_EXPIRED when records behind `after` are no longer stored, CURSOR_INVALID when `after` is ahead of the log.
 */
export async function* resumeFeed<Record extends ChangeRecord>(
  options: ResumeFeedOptions<Record>,
): AsyncGenerator<ResumedItem<Record>, void, undefined> {
  const { feed, partitions, signal } = options;
  if (signal.aborted) return;
  const buffer = new LiveBuffer(feed, options.maxBuffered, signal);
  const budget = new ReplayBudget(options.replays);
  try {
    const at = options.after === null ? new Map<number, number>() : await startPositions(options, options.after);
    // No await between reading what is applied and following it: what comes later is heard, what came before is stored.
    for (const partition of partitions) {
      const applied = feed.applied.of(partition);
      if (options.after === null) at.set(partition, applied);
      if (positionOf(at, partition) >= applied) buffer.follow(partition, applied);
    }
    let live = partitions.every((partition) => buffer.follows(partition));
    yield { type: "progress", positions: new Map(at), live };

    while (!signal.aborted) {
      for (const partition of partitions) {
        if (buffer.follows(partition)) continue;
        if (live) {
          live = false;
          yield { type: "progress", positions: new Map(at), live };
        }
        yield* fromMemory(options, buffer, at, partition, budget);
        if (signal.aborted) return;
        if (!buffer.follows(partition)) yield* fromStore(options, buffer, at, partition, budget);
        if (signal.aborted) return;
      }
      yield* takeLive(buffer, at, signal);
      if (signal.aborted) return;
      const allFollowed = partitions.every((partition) => buffer.follows(partition));
      if (buffer.size === 0) {
        const advanced = advanceTo(at, buffer.heard);
        const caughtUp = allFollowed && !live;
        live = allFollowed;
        if (live) budget.close();
        if (advanced || caughtUp) yield { type: "progress", positions: new Map(at), live };
        else if (allFollowed) await buffer.next();
      }
    }
  } finally {
    budget.close();
    buffer.close();
  }
}

/** No await in it: what comes after what is applied now is heard. */
function leaveOut<Record extends ChangeRecord>(
  { feed, partitions, replays }: ResumeFeedOptions<Record>,
  buffer: LiveBuffer<Record>,
  at: Map<number, number>,
): ResumedItem<Record> {
  for (const partition of partitions) {
    if (buffer.follows(partition)) continue;
    const applied = feed.applied.of(partition);
    buffer.follow(partition, applied);
    at.set(partition, applied);
  }
  const reason = "REPLAY_LIMIT";
  replays?.gap(reason);
  return { type: "gap", reason, positions: new Map(at) };
}

async function startPositions<Record extends ChangeRecord>(
  options: ResumeFeedOptions<Record>,
  after: ReadonlyMap<number, number>,
): Promise<Map<number, number>> {
  const { feed, partitions, aheadTimeoutMs = 2_000 } = options;
  const entries = partitions.map(async (partition): Promise<[number, number]> => {
    const position = after.get(partition);
    if (position === undefined) throw new AppError("CURSOR_INVALID", "This cursor belongs to another feed.");
    if (!(await feed.applied.wait(partition, position, aheadTimeoutMs))) {
      throw new AppError("CURSOR_INVALID", "This cursor is ahead of everything known here; start again without it.");
    }
    if (feed.recent(partition, position, 0) === undefined) await refuseExpired(options, partition, position);
    return [partition, position];
  });
  return new Map(await Promise.all(entries));
}

/** What this process still knows; ends with the partition being followed live, or where memory does not reach back so far. */
async function* fromMemory<Record extends ChangeRecord>(
  options: ResumeFeedOptions<Record>,
  buffer: LiveBuffer<Record>,
  at: Map<number, number>,
  partition: number,
  budget: ReplayBudget,
): AsyncGenerator<ResumedItem<Record>, void, undefined> {
  const { feed, signal } = options;
  while (!buffer.follows(partition)) {
    const limit = budget.pageRecords;
    const records = feed.recent(partition, positionOf(at, partition), limit);
    if (records === undefined) return;
    if (budget.spent && records.length > 0) {
      yield leaveOut(options, buffer, at);
      return;
    }
    // No await since they were read: what comes after them is heard.
    const applied = feed.applied.of(partition);
    const last = records.length < limit;
    if (last) buffer.follow(partition, applied);
    budget.read(undefined, records.length, sizeOf(options, records));
    for (const record of records) {
      if (signal.aborted) return;
      at.set(partition, record.position);
      yield { type: "record", partition, record };
    }
    if (signal.aborted) return;
    if (last) {
      at.set(partition, applied);
      return;
    }
  }
}

/** One stretch of the store; the last stretch before what is applied ends with the partition being followed live. */
async function* fromStore<Record extends ChangeRecord>(
  options: ResumeFeedOptions<Record>,
  buffer: LiveBuffer<Record>,
  at: Map<number, number>,
  partition: number,
  budget: ReplayBudget,
): AsyncGenerator<ResumedItem<Record>, void, undefined> {
  const { feed, signal } = options;
  let position = positionOf(at, partition);
  const applied = feed.applied.of(partition);
  const sameGeneration = generationOf(position) === generationOf(applied);
  const last = sameGeneration && applied - position <= SCANNED_POSITIONS;
  const upTo = sameGeneration ? Math.min(position + SCANNED_POSITIONS, applied) : applied;
  if (last) buffer.follow(partition, applied);
  while (position < upTo) {
    if (budget.spent) {
      if (last) at.set(partition, upTo);
      yield leaveOut(options, buffer, at);
      return;
    }
    const turn = await budget.turn(signal);
    try {
      if (signal.aborted) return;
      const limit = budget.pageRecords;
      const records = await options.readStored(partition, position, upTo, limit);
      budget.read(turn, records.length, sizeOf(options, records));
      // Asked after reading: had anything been pruned before the page was read, it would show now.
      await refuseExpired(options, partition, position);
      for (const record of records) {
        if (signal.aborted) return;
        at.set(partition, record.position);
        yield { type: "record", partition, record };
      }
      if (signal.aborted) return;
      position = records.length < limit ? upTo : positionOf(at, partition);
    } finally {
      turn?.end();
    }
    at.set(partition, position);
    if (!last || position < upTo) yield { type: "progress", positions: new Map(at), live: false };
    if (!last) return;
  }
}

function sizeOf<Record extends ChangeRecord>(
  options: ResumeFeedOptions<Record>,
  records: readonly Told<Record>[],
): number {
  const { sizeOf } = options;
  return sizeOf === undefined ? 0 : records.reduce((bytes, record) => bytes + sizeOf(record), 0);
}

/** What is buffered now, not what comes while it is yielded: partitions that catch up have their turn too. */
async function* takeLive<Record extends ChangeRecord>(
  buffer: LiveBuffer<Record>,
  at: Map<number, number>,
  signal: AbortSignal,
): AsyncGenerator<ResumedItem<Record>, void, undefined> {
  for (let left = buffer.size; left > 0 && !signal.aborted; left--) {
    const item = buffer.take();
    if (item === undefined) return;
    at.set(item.partition, item.record.position);
    yield { type: "record", ...item };
  }
}

async function refuseExpired<Record extends ChangeRecord>(
  options: ResumeFeedOptions<Record>,
  partition: number,
  position: number,
): Promise<void> {
  if (position >= (await options.oldest(partition)) - 1) return;
  throw new AppError(
    "CURSOR_EXPIRED",
    "This cursor is older than what is kept of the feed; start again without it and read the lists for what was missed.",
  );
}

function advanceTo(at: Map<number, number>, heard: ReadonlyMap<number, number>): boolean {
  let advanced = false;
  for (const [partition, position] of heard) {
    if (position <= positionOf(at, partition)) continue;
    at.set(partition, position);
    advanced = true;
  }
  return advanced;
}

function positionOf(positions: ReadonlyMap<number, number>, partition: number): number {
  return positions.get(partition) ?? -1;
}

function generationOf(position: number): number {
  return Math.floor(Math.max(position, 0) / GENERATION_POSITIONS);
}
