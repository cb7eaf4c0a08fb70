// The hand-over from replay to live, case by case and by generated histories. Long because it is one list.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { USUAL_REPLAY_LIMITS } from "../config/replay-config.js";
import { createMetrics } from "../service/metrics.js";
import { AppliedPositions } from "./applied-positions.js";
import type { ChangeFeed } from "./change-feed.js";
import { RecentRecords } from "./recent-records.js";
import { createReplayGate, type ReplayGate } from "./replay-gate.js";
import { type ResumedItem, type ResumeFeedOptions, resumeFeed } from "./resumable-feed.js";

type Note = { type: "Note"; position: number };
type NoteRecord = Note | { type: "Progress"; position: number };

describe("resumeFeed", () => {
  test("without a cursor it starts live at what is applied and tells what comes from then on", async () => {
    const topic = new FakeTopic([0, 1]);
    topic.note(0, 3);
    const reader = topic.read({ after: null });
    expect(await reader.take(1)).toEqual([progress({ 0: 3, 1: -1 }, true)]);
    topic.note(1, 0);
    topic.note(0, 5);
    expect(await reader.take(2)).toEqual([note(1, 0), note(0, 5)]);
    expect(topic.pagesRead).toBe(0);
    await reader.end();
  });

  test("it replays behind the cursor, says when it has caught up, and goes on live", async () => {
    const topic = new FakeTopic([0]);
    for (const position of [1, 2, 4]) topic.note(0, position);
    const reader = topic.read({ after: { 0: 1 } });
    expect(await reader.take(4)).toEqual([progress({ 0: 1 }, false), note(0, 2), note(0, 4), progress({ 0: 4 }, true)]);
    topic.note(0, 9);
    expect(await reader.take(1)).toEqual([note(0, 9)]);
    await reader.end();
  });

  test("a cursor at what is applied is live at once", async () => {
    const topic = new FakeTopic([0]);
    topic.note(0, 7);
    const reader = topic.read({ after: { 0: 7 } });
    expect(await reader.take(1)).toEqual([progress({ 0: 7 }, true)]);
    await reader.end();
  });

  test("progress without records moves a live reader's positions on, and only the last of it is told", async () => {
    const topic = new FakeTopic([0]);
    const reader = topic.read({ after: null });
    await reader.take(1);
    topic.progress(0, 10);
    topic.note(0, 11);
    topic.progress(0, 20);
    topic.progress(0, 30);
    expect(await reader.take(2)).toEqual([note(0, 11), progress({ 0: 30 }, true)]);
    await reader.end();
  });

  test("an empty stretch is told at least every 1,000 positions", async () => {
    const topic = new FakeTopic([0]);
    topic.note(0, 1);
    topic.progress(0, 10_500);
    const reader = topic.read({ after: { 0: 0 } });
    const positions = [0];
    for (;;) {
      const [item] = await reader.take(1);
      if (item === undefined) throw new Error("the feed ended");
      positions.push(item.type === "record" ? item.record.position : (item.positions.get(0) ?? -1));
      if (item.type === "progress" && item.live) break;
    }
    expect(positions.at(-1)).toBe(10_500);
    for (const [index, position] of positions.entries()) {
      if (index > 0) expect(position - (positions[index - 1] ?? 0)).toBeLessThanOrEqual(1_000);
    }
    await reader.end();
  });

  test("a new generation of the topic is reached without walking every position between", async () => {
    const topic = new FakeTopic([0]);
    topic.note(0, 5);
    topic.note(0, 2 ** 40 + 1);
    const reader = topic.read({ after: { 0: 0 } });
    const items = await reader.take(5);
    expect(items.filter((item) => item.type === "record")).toEqual([note(0, 5), note(0, 2 ** 40 + 1)]);
    expect(items.at(-1)).toEqual(progress({ 0: 2 ** 40 + 1 }, true));
    await reader.end();
  });

  test("a reader that overruns the buffer is served from the store, without loss or repeat", async () => {
    const topic = new FakeTopic([0, 1]);
    const reader = topic.read({ after: null, maxBuffered: 3 });
    await reader.take(1);
    for (let position = 0; position < 10; position++) topic.note(position % 2, position);
    const items = await reader.take(12);
    expect(items[0]).toEqual(progress({ 0: -1, 1: -1 }, false));
    expect(items.flatMap((item) => (item.type === "record" ? [item.record.position] : []))).toEqual([
      0, 2, 4, 6, 8, 1, 3, 5, 7, 9,
    ]);
    expect(items.at(-1)).toEqual(progress({ 0: 8, 1: 9 }, true));
    expect(topic.pagesRead).toBeGreaterThan(0);
    await reader.end();
  });

  test("whoever was away for a moment is told from memory; the store is not asked, not even for what it still has", async () => {
    const topic = new FakeTopic([0, 1], 5);
    for (const position of [1, 2, 4, 7]) topic.note(0, position);
    topic.note(1, 3);
    topic.prune(0, 7);
    const reader = topic.read({ after: { 0: 2, 1: 3 } });
    expect(await reader.take(4)).toEqual([
      progress({ 0: 2, 1: 3 }, false),
      note(0, 4),
      note(0, 7),
      progress({ 0: 7, 1: 3 }, true),
    ]);
    topic.note(1, 9);
    expect(await reader.take(1)).toEqual([note(1, 9)]);
    expect(topic.pagesRead).toBe(0);
    await reader.end();
  });

  test("where memory does not reach back so far, the store tells it", async () => {
    const topic = new FakeTopic([0], 2);
    for (const position of [1, 2, 4, 7]) topic.note(0, position);
    const reader = topic.read({ after: { 0: 1 } });
    expect(await reader.take(5)).toEqual([
      progress({ 0: 1 }, false),
      note(0, 2),
      note(0, 4),
      note(0, 7),
      progress({ 0: 7 }, true),
    ]);
    expect(topic.pagesRead).toBe(1);
    await reader.end();
  });

  test("a replay from memory may be no longer than others", async () => {
    const topic = new FakeTopic([0], 1_000);
    for (let position = 0; position < 500; position++) topic.note(0, position);
    const gate = createReplayGate(
      { ...USUAL_REPLAY_LIMITS, records: 150 },
      { subgraph: "s", metrics: createMetrics() },
    );
    const reader = topic.read({ after: { 0: 0 }, replays: gate });
    const items = await reader.take(152);
    expect(items.slice(1, 151)).toEqual(Array.from({ length: 150 }, (_, index) => note(0, index + 1)));
    expect(items.at(-1)).toEqual({ type: "gap", reason: "REPLAY_LIMIT", positions: toMap({ 0: 499 }) });
    expect(topic.pagesRead).toBe(0);
    await reader.end();
  });

  test("a cursor older than what is kept is CURSOR_EXPIRED; the last one that misses nothing is not", async () => {
    const topic = new FakeTopic([0]);
    for (const position of [1, 2, 3, 4]) topic.note(0, position);
    topic.prune(0, 3);
    await expect(topic.read({ after: { 0: 1 } }).take(1)).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
    const reader = topic.read({ after: { 0: 2 } });
    expect(await reader.take(2)).toEqual([progress({ 0: 2 }, false), note(0, 3)]);
    await reader.end();
  });

  test("what is pruned while it is replayed is told, not left out", async () => {
    const topic = new FakeTopic([0]);
    for (let position = 0; position < 3_000; position++) topic.note(0, position);
    const reader = topic.read({ after: { 0: 0 } });
    await reader.take(1);
    topic.duringRead(() => topic.prune(0, 2_500));
    await expect(reader.take(1)).rejects.toMatchObject({ code: "CURSOR_EXPIRED" });
  });

  test("a cursor ahead of everything applied, or of other partitions, is CURSOR_INVALID", async () => {
    const topic = new FakeTopic([0]);
    topic.note(0, 1);
    const ahead = topic.read({ after: { 0: 2 }, aheadTimeoutMs: 0 });
    await expect(ahead.take(1)).rejects.toMatchObject({ code: "CURSOR_INVALID" });
    await expect(topic.read({ after: { 1: 0 } }).take(1)).rejects.toMatchObject({ code: "CURSOR_INVALID" });
  });

  test("a cursor from a replica that is a little ahead waits until this one has come up", async () => {
    const topic = new FakeTopic([0]);
    topic.note(0, 1);
    const reader = topic.read({ after: { 0: 2 } });
    const first = reader.take(1);
    topic.note(0, 2);
    expect(await first).toEqual([progress({ 0: 2 }, true)]);
    await reader.end();
  });

  test("a replay that has read what one may is told of a gap, and is live behind it: what comes then is told", async () => {
    const topic = new FakeTopic([0, 1]);
    for (let position = 0; position < 3_000; position++) topic.note(0, position);
    topic.note(1, 5);
    const gate = createReplayGate(
      { ...USUAL_REPLAY_LIMITS, records: 1_500 },
      { subgraph: "s", metrics: createMetrics() },
    );
    const reader = topic.read({ after: { 0: -1, 1: -1 }, replays: gate });
    const items: ResumedItem<NoteRecord>[] = [];
    while (items.at(-1)?.type !== "gap") items.push(...(await reader.take(1)));
    const told = items.flatMap((item) =>
      item.type === "record" && item.partition === 0 ? [item.record.position] : [],
    );
    // And one of the other partition.
    expect(told).toHaveLength(1_499);
    expect(told).toEqual(told.map((_, index) => index));
    expect(items.at(-1)).toEqual({ type: "gap", reason: "REPLAY_LIMIT", positions: toMap({ 0: 2_999, 1: 5 }) });
    topic.note(0, 3_001);
    expect(await reader.take(2)).toEqual([note(0, 3_001), progress({ 0: 3_001, 1: 5 }, true)]);
    await reader.end();
  });

  test("many replays take turns: no more read at once than may, and each gets all", async () => {
    const topic = new FakeTopic([0]);
    for (let position = 0; position < 2_500; position++) topic.note(0, position);
    const gate = createReplayGate(
      { ...USUAL_REPLAY_LIMITS, concurrent: 2 },
      { subgraph: "s", metrics: createMetrics() },
    );
    const readers = Array.from({ length: 8 }, () => topic.read({ after: { 0: -1 }, replays: gate }));
    const all = await Promise.all(readers.map((reader) => reader.takeUntilLive(topic.applied.snapshot())));
    for (const items of all) expect(items.filter(({ type }) => type === "record")).toHaveLength(2_500);
    expect(topic.mostReadAtOnce).toBeLessThanOrEqual(2);
    for (const reader of readers) await reader.end();
  });

  test("aborting ends it while it waits, and it no longer listens", async () => {
    const topic = new FakeTopic([0]);
    const abort = new AbortController();
    const reader = topic.read({ after: null, signal: abort.signal });
    await reader.take(1);
    const waiting = reader.next();
    abort.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(topic.listeners).toBe(0);
  });

  test("whatever the reader's pace, each record behind the cursor comes once and in order", async () => {
    const published = fc.record({
      partition: fc.integer({ min: 0, max: 1 }),
      step: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 500, max: 2_500 })),
      silent: fc.boolean(),
    });
    const action = fc.oneof(
      fc.record({ kind: fc.constant("publish" as const), published, duringRead: fc.boolean() }),
      fc.record({ kind: fc.constant("read" as const), count: fc.integer({ min: 1, max: 6 }) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(published, { maxLength: 30, size: "max" }),
        fc.option(fc.tuple(fc.nat(), fc.nat())),
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(null, 0, 3, 30),
        fc.array(action, { maxLength: 60, size: "max" }),
        async (before, chosen, maxBuffered, recent, actions) => {
          const topic = new FakeTopic([0, 1], recent);
          for (const item of before) topic.publish(item);
          const after =
            chosen === null ? null : { 0: topic.somePosition(0, chosen[0]), 1: topic.somePosition(1, chosen[1]) };
          const start = after ?? { 0: topic.applied.of(0), 1: topic.applied.of(1) };
          const reader = topic.read({ after, maxBuffered });
          const seen = await reader.take(1);
          for (const step of actions) {
            if (step.kind === "read") seen.push(...(await reader.takeReady(step.count)));
            else if (step.duringRead) topic.duringRead(() => topic.publish(step.published));
            else topic.publish(step.published);
          }
          topic.duringRead(() => {});
          topic.progress(0, topic.applied.of(0) + 1);
          seen.push(...(await reader.takeUntilLive(topic.applied.snapshot())));
          for (const partition of [0, 1] as const) {
            const positions = seen.flatMap((item) =>
              item.type === "record" && item.partition === partition ? [item.record.position] : [],
            );
            expect(positions).toEqual(topic.notesBehind(partition, start[partition]));
          }
          await reader.end();
        },
      ),
      { numRuns: 300 },
    );
  });
});

function note(partition: number, position: number): ResumedItem<NoteRecord> {
  return { type: "record", partition, record: { type: "Note", position } };
}

function progress(positions: { [partition: number]: number }, live: boolean): ResumedItem<NoteRecord> {
  return { type: "progress", positions: toMap(positions), live };
}

function toMap(positions: { [partition: number]: number }): Map<number, number> {
  return new Map(Object.entries(positions).map(([partition, position]) => [Number(partition), position]));
}

interface ReadOptions {
  after: { [partition: number]: number } | null;
  maxBuffered?: number;
  signal?: AbortSignal;
  aheadTimeoutMs?: number;
  replays?: ReplayGate;
}

/** A folded topic in memory: what is published is stored first, then applied and told. */
class FakeTopic implements ChangeFeed<NoteRecord> {
  readonly applied = new AppliedPositions();
  pagesRead = 0;
  mostReadAtOnce = 0;
  #readNow = 0;
  readonly #partitions: number[];
  readonly #stored = new Map<number, Note[]>();
  readonly #oldest = new Map<number, number>();
  readonly #listeners = new Set<(partition: number, record: NoteRecord) => void>();
  #duringRead: (() => void) | null = null;

  readonly #recent: RecentRecords<NoteRecord> | null;

  /** `recent`: so many records are in memory; none when left out. */
  constructor(partitions: number[], recent: number | null = null) {
    this.#partitions = partitions;
    this.#recent = recent === null ? null : new RecentRecords({ records: recent, bytes: Number.POSITIVE_INFINITY });
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  listen(listener: (partition: number, record: NoteRecord) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  recent(partition: number, afterPosition: number, limit: number): readonly Note[] | undefined {
    return this.#recent?.behind(partition, afterPosition, limit);
  }

  async close(): Promise<void> {}

  publish(item: { partition: number; step: number; silent: boolean }): void {
    const position = this.applied.of(item.partition) + item.step;
    if (item.silent) this.progress(item.partition, position);
    else this.note(item.partition, position);
  }

  note(partition: number, position: number): void {
    const record: Note = { type: "Note", position };
    this.#stored.set(partition, [...this.#storedIn(partition), record]);
    this.#tell(partition, record);
  }

  progress(partition: number, position: number): void {
    this.#tell(partition, { type: "Progress", position });
  }

  prune(partition: number, oldest: number): void {
    this.#oldest.set(partition, oldest);
    this.#stored.set(
      partition,
      this.#storedIn(partition).filter((record) => record.position >= oldest),
    );
  }

  /** Happens once, while the next page is on its way. */
  duringRead(action: () => void): void {
    this.#duringRead = action;
  }

  somePosition(partition: number, seed: number): number {
    return (seed % (this.applied.of(partition) + 2)) - 1;
  }

  notesBehind(partition: number, position: number): number[] {
    return this.#storedIn(partition)
      .map((record) => record.position)
      .filter((stored) => stored > position);
  }

  read(options: ReadOptions): Reader {
    const resumeOptions: ResumeFeedOptions<NoteRecord> = {
      feed: this,
      partitions: this.#partitions,
      after: options.after === null ? null : toMap(options.after),
      maxBuffered: options.maxBuffered ?? 100,
      signal: options.signal ?? new AbortController().signal,
      ...(options.aheadTimeoutMs === undefined ? {} : { aheadTimeoutMs: options.aheadTimeoutMs }),
      ...(options.replays === undefined ? {} : { replays: options.replays }),
      oldest: async (partition) => this.#oldest.get(partition) ?? 0,
      readStored: async (partition, afterPosition, upToPosition, limit) => {
        this.pagesRead++;
        this.mostReadAtOnce = Math.max(this.mostReadAtOnce, ++this.#readNow);
        await Promise.resolve();
        this.#readNow--;
        const action = this.#duringRead;
        this.#duringRead = null;
        // Half of the time what happens meanwhile happens before the store looks, half of the time after.
        if (this.pagesRead % 2 === 0) action?.();
        const page = this.#storedIn(partition)
          .filter(({ position }) => position > afterPosition && position <= upToPosition)
          .slice(0, limit);
        if (this.pagesRead % 2 === 1) action?.();
        return page;
      },
    };
    return new Reader(resumeFeed(resumeOptions));
  }

  #storedIn(partition: number): Note[] {
    return this.#stored.get(partition) ?? [];
  }

  #tell(partition: number, record: NoteRecord): void {
    this.#recent?.add(partition, record, 0);
    this.applied.advance(partition, record.position);
    for (const listener of this.#listeners) listener(partition, record);
  }
}

class Reader {
  readonly #feed: AsyncGenerator<ResumedItem<NoteRecord>, void>;
  #pending: Promise<IteratorResult<ResumedItem<NoteRecord>, void>> | null = null;

  constructor(feed: AsyncGenerator<ResumedItem<NoteRecord>, void>) {
    this.#feed = feed;
  }

  next(): Promise<IteratorResult<ResumedItem<NoteRecord>, void>> {
    const next = this.#pending ?? this.#feed.next();
    this.#pending = null;
    return next;
  }

  async take(count: number): Promise<ResumedItem<NoteRecord>[]> {
    const items: ResumedItem<NoteRecord>[] = [];
    while (items.length < count) {
      const next = await this.next();
      if (next.done === true) break;
      items.push(next.value);
    }
    return items;
  }

  /** Up to `count` items, as long as there are any without something else happening first. */
  async takeReady(count: number): Promise<ResumedItem<NoteRecord>[]> {
    const items: ResumedItem<NoteRecord>[] = [];
    while (items.length < count) {
      this.#pending ??= this.#feed.next();
      const idle = new Promise<null>((resolve) => setImmediate(() => resolve(null)));
      const next = await Promise.race([this.#pending, idle]);
      if (next === null || next.done === true) break;
      this.#pending = null;
      items.push(next.value);
    }
    return items;
  }

  async takeUntilLive(applied: ReadonlyMap<number, number>): Promise<ResumedItem<NoteRecord>[]> {
    const items: ResumedItem<NoteRecord>[] = [];
    for (;;) {
      const [item] = await this.take(1);
      if (item === undefined) throw new Error("the feed ended");
      items.push(item);
      const caughtUp = item.type === "progress" && item.live;
      if (caughtUp && [...applied].every(([partition, position]) => item.positions.get(partition) === position)) {
        return items;
      }
    }
  }

  async end(): Promise<void> {
    if (this.#pending === null) await this.#feed.return();
  }
}
