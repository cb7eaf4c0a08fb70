/** What every EventLog does. Assumes neither that positions start at 0 nor that they are consecutive; a topic per test. Long because it is one list. */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Closeable, ConsumeOptions, EventLog, LogBatch } from "./event-log.js";
import { Inbox } from "./testing/inbox.js";

export interface OpenedEventLog {
  log: EventLog;
  /** Closes the log and opens it again on what is stored; without it, tests of restarts are left out. */
  reopen?(): Promise<EventLog>;
  close(): Promise<void>;
}

export function eventLogContract(name: string, open: () => Promise<OpenedEventLog>): void {
  describe(`${name} is an EventLog`, () => {
    let opened: OpenedEventLog;
    let log: EventLog;
    let topic = "";
    const closeables: Closeable[] = [];

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened.close());

    /** Every test has a topic of its own, and what it starts is closed when it ends. */
    function test(title: string, run: () => Promise<void>): void {
      it(title, async () => {
        log = opened.log;
        topic = `contract-${randomUUID()}`;
        try {
          await run();
        } finally {
          await Promise.all(closeables.splice(0).map((closeable) => closeable.close()));
        }
      });
    }

    async function consume(options: Partial<ConsumeOptions> & Pick<ConsumeOptions, "onBatch">): Promise<Closeable> {
      const consumer = await log.consume({ group: "readers", topic, onError() {}, ...options });
      closeables.push(consumer);
      return consumer;
    }

    async function inboxOf(group: string): Promise<Inbox> {
      const inbox = new Inbox();
      await consume({ group, onBatch: async (batch) => inbox.take(batch.messages) });
      return inbox;
    }

    async function tail(from: ReadonlyMap<number, number>): Promise<Inbox> {
      const inbox = new Inbox();
      closeables.push(await log.tail({ topic, from, onMessages: inbox.take }));
      return inbox;
    }

    const numbered = (count: number, partition?: number, prefix = "") =>
      Array.from({ length: count }, (_, index) => ({
        key: `key-${index}`,
        value: `${prefix}${index}`,
        ...(partition === undefined ? {} : { partition }),
      }));

    test("gives each message back where append said, with key, value and time", async () => {
      const messages = numbered(50);
      const places = await log.append(topic, messages);
      const read = await (await inboxOf("readers")).until(50);
      const found = new Map(read.map((message) => [`${message.partition}/${message.position}`, message]));
      for (const [index, { partition, position }] of places.entries()) {
        expect(found.get(`${partition}/${position}`)).toMatchObject({ topic, ...messages[index] });
      }
      expect(found.size).toBe(50);
      expect(read.every((message) => Number.isSafeInteger(message.appendedAt) && message.appendedAt > 0)).toBe(true);
    });

    test("reads each partition in the order in which it was appended", async () => {
      const inbox = await inboxOf("readers");
      const appended: { partition: number; position: number }[] = [];
      for (let call = 0; call < 5; call += 1)
        appended.push(...(await log.append(topic, numbered(40, undefined, `${call}-`))));
      await inbox.until(200);
      const partitions = await log.partitions(topic);
      for (let partition = 0; partition < partitions; partition += 1) {
        const expected = appended.filter((place) => place.partition === partition).map((place) => place.position);
        expect(inbox.positions(partition)).toEqual(expected);
        expect(expected).toEqual(expected.toSorted((a, b) => a - b));
      }
    });

    test("keeps the messages of one append next to each other, many appends at once", async () => {
      await Promise.all(Array.from({ length: 30 }, (_, call) => log.append(topic, numbered(20, 0, `${call}-`))));
      const inbox = await inboxOf("readers");
      await inbox.until(600);
      for (let at = 0; at < 600; at += 20) {
        const call = inbox.values[at]?.split("-")[0];
        expect(inbox.values.slice(at, at + 20)).toEqual(numbered(20, 0, `${call}-`).map((message) => message.value));
      }
    });

    test("puts a key always into the partition that partitionOf names", async () => {
      const keys = ["", "a", "imdb:tt0111161", "ключ", "🎬", "x".repeat(1_000)];
      for (let round = 0; round < 2; round += 1) {
        const places = await log.append(
          topic,
          keys.map((key) => ({ key, value: "v" })),
        );
        const named = await Promise.all(keys.map((key) => log.partitionOf(topic, key)));
        expect(places.map((place) => place.partition)).toEqual(named);
      }
    });

    test("spreads keys over all partitions", async () => {
      const places = await log.append(topic, numbered(500));
      expect(new Set(places.map((place) => place.partition)).size).toBe(await log.partitions(topic));
    });

    test("puts a message into the partition asked for, and refuses one that is not there", async () => {
      const last = (await log.partitions(topic)) - 1;
      const places = await log.append(topic, numbered(10, last));
      expect(places.every((place) => place.partition === last)).toBe(true);
      for (const partition of [last + 1, -1, 0.5]) {
        const mixed = [...numbered(1, last), ...numbered(1, partition)];
        await expect(log.append(topic, mixed)).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
      }
      await log.append(topic, numbered(1, last, "after-"));
      const inbox = await inboxOf("readers");
      await inbox.until(11);
      expect(inbox.values.at(-1)).toBe("after-0");
    });

    test("takes an append of nothing", async () => {
      expect(await log.append(topic, [])).toEqual([]);
    });

    test("keeps empty values, any Unicode and U+0000", async () => {
      const values = ["", "é ü ß", "星際效應", "🎬🍿", "a\u0000b", "\u2028", "x".repeat(100_000), '{"json":"\\u0000"}'];
      await log.append(
        topic,
        values.map((value) => ({ key: "k", value })),
      );
      const inbox = await inboxOf("readers");
      await inbox.until(values.length);
      expect(inbox.values).toEqual(values);
    });

    test("acknowledges each of 2,000 concurrent appends, and stores each once", async () => {
      const places = await Promise.all(numbered(2_000).map((message) => log.append(topic, [message])));
      expect(new Set(places.flat().map(({ partition, position }) => `${partition}/${position}`)).size).toBe(2_000);
      const inbox = await inboxOf("readers");
      await inbox.until(2_000);
      expect(inbox.values.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 2_000 }, (_, n) => n));
    });

    test("tells where partitions begin and end", async () => {
      const partitions = await log.partitions(topic);
      const empty = await log.positions(topic);
      expect(empty.map((range) => range.partition).toSorted((a, b) => a - b)).toEqual([...Array(partitions).keys()]);
      expect(empty.every((range) => range.earliest === range.end)).toBe(true);
      const [first, , last] = await log.append(topic, numbered(3, 0));
      const range = (await log.positions(topic)).find(({ partition }) => partition === 0);
      expect(range?.earliest).toBeLessThanOrEqual(first?.position ?? Number.NaN);
      expect(range?.end).toBeGreaterThan(last?.position ?? Number.NaN);
      const [next] = await log.append(topic, numbered(1, 0));
      expect(next?.position).toBeGreaterThanOrEqual(range?.end ?? Number.NaN);
    });

    test("delivers what comes while a consumer waits", async () => {
      const inbox = await inboxOf("readers");
      for (let n = 1; n <= 5; n += 1) {
        await log.append(topic, numbered(1, 0, `${n}-`));
        await inbox.until(n);
      }
      expect(inbox.values).toEqual(["1-0", "2-0", "3-0", "4-0", "5-0"]);
    });

    test("delivers a batch again until its handler resolves, and nothing past it before", async () => {
      await log.append(topic, numbered(30, 0));
      const errors: unknown[] = [];
      const attempts: string[][] = [];
      const done = new Inbox();
      await consume({
        maxMessages: 10,
        onBatch: async (batch) => {
          attempts.push(batch.messages.map((message) => message.value));
          if (attempts.length === 2 || attempts.length === 3) throw new Error(`attempt ${attempts.length}`);
          done.take(batch.messages);
        },
        onError: (error, batch) => errors.push([(error as Error).message, batch.messages[0]?.value]),
      });
      await done.until(30);
      expect(done.values).toEqual(numbered(30).map((message) => message.value));
      expect(attempts[1]?.[0]).toBe("10");
      expect(attempts[2]?.[0]).toBe("10");
      expect(attempts[3]?.[0]).toBe("10");
      expect(errors).toEqual([
        ["attempt 2", "10"],
        ["attempt 3", "10"],
      ]);
    });

    test("a partition whose handler fails does not hold up the others", async () => {
      if ((await log.partitions(topic)) < 2) return;
      await log.append(topic, [...numbered(1, 0), ...numbered(20, 1)]);
      const inbox = new Inbox();
      await consume({
        onBatch: async (batch) => {
          if (batch.partition === 0) throw new Error("never");
          inbox.take(batch.messages);
        },
      });
      await inbox.until(20);
    });

    test("never runs two handlers of a partition at once", async () => {
      let running = 0;
      let most = 0;
      const inbox = new Inbox();
      await consume({
        maxMessages: 5,
        onBatch: async (batch) => {
          running += 1;
          most = Math.max(most, running);
          await log.positions(topic);
          running -= 1;
          inbox.take(batch.messages);
        },
      });
      await Promise.all(numbered(100, 0).map((message) => log.append(topic, [message])));
      await inbox.until(100);
      expect(most).toBe(1);
    });

    test("says with each batch what was committed", async () => {
      await log.append(topic, numbered(30, 0));
      const batches: LogBatch[] = [];
      const inbox = new Inbox();
      await consume({
        maxMessages: 10,
        onBatch: async (batch) => {
          batches.push(batch);
          inbox.take(batch.messages);
        },
      });
      await inbox.until(30);
      for (const [index, batch] of batches.entries()) {
        expect(batch.committed).toBeLessThanOrEqual(batch.messages[0]?.position ?? Number.NaN);
        const before = batches[index - 1]?.messages.at(-1)?.position ?? -1;
        expect(batch.committed).toBeGreaterThan(before);
      }
    });

    test("stops where it is told to, commits exactly that, and leaves other partitions alone", async () => {
      const places = await log.append(topic, numbered(30, 0));
      const stopAt = places[17]?.position ?? Number.NaN;
      const until = new Map([[0, stopAt]]);
      const inbox = new Inbox();
      const first = await consume({ until, maxMessages: 5, onBatch: async (batch) => inbox.take(batch.messages) });
      await expect.poll(async () => (await log.committed("readers", topic)).get(0)).toBe(stopAt);
      await first.close();
      expect(inbox.values).toEqual(numbered(17).map((message) => message.value));
      const rest = await inboxOf("readers");
      await rest.until(13);
      expect(rest.values[0]).toBe("17");
    });

    test("a new member of a group goes on where the last one stopped", async () => {
      await log.append(topic, numbered(10, 0));
      const first = new Inbox();
      const consumer = await consume({ onBatch: async (batch) => first.take(batch.messages) });
      await first.until(10);
      await consumer.close();
      await log.append(topic, numbered(10, 0, "later-"));
      const second = await inboxOf("readers");
      await second.until(10);
      expect(second.values).toEqual(numbered(10, 0, "later-").map((message) => message.value));
    });

    test("groups read independently", async () => {
      await log.append(topic, numbered(20, 0));
      const one = await inboxOf("one");
      await one.until(20);
      const two = await inboxOf("two");
      await two.until(20);
      expect(two.values).toEqual(one.values);
    });

    test("gives at most maxMessages and maxBytes a batch, and a larger message alone", async () => {
      const sizes = [400, 400, 400, 5_000, 100, 900, 1_000, 1, 1, 1, 1, 1];
      await log.append(
        topic,
        sizes.map((size) => ({ key: "k", value: "é".repeat(size / 2) + (size % 2 === 1 ? "x" : ""), partition: 0 })),
      );
      const batches: number[][] = [];
      const inbox = new Inbox();
      await consume({
        maxMessages: 4,
        maxBytes: 1_000,
        onBatch: async (batch) => {
          batches.push(batch.messages.map((message) => Buffer.byteLength(message.value)));
          inbox.take(batch.messages);
        },
      });
      await inbox.until(sizes.length);
      expect(batches.flat()).toEqual(sizes);
      for (const batch of batches) {
        expect(batch.length).toBeLessThanOrEqual(4);
        if (batch.length > 1) expect(batch.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_000);
      }
    });

    test("close of a consumer that waits resolves, and a second close changes nothing", async () => {
      const consumer = await consume({ onBatch: async () => {} });
      await consumer.close();
      await consumer.close();
    });

    test("close waits for the handler that runs, commits it, and delivers nothing after it", async () => {
      await log.append(topic, numbered(10, 0));
      const seen: string[] = [];
      let finish = (): void => {};
      const started = new Promise<void>((resolveStarted) => {
        void consume({
          maxMessages: 5,
          onBatch: async (batch) => {
            seen.push(...batch.messages.map((message) => message.value));
            resolveStarted();
            await new Promise<void>((resolve) => {
              finish = resolve;
            });
          },
        });
      });
      await started;
      let closed = false;
      const closing = Promise.all(closeables.map((closeable) => closeable.close())).then(() => {
        closed = true;
      });
      await log.positions(topic);
      expect(closed).toBe(false);
      finish();
      await closing;
      expect(seen).toEqual(["0", "1", "2", "3", "4"]);
      const rest = await inboxOf("readers");
      await rest.until(5);
      expect(rest.values).toEqual(["5", "6", "7", "8", "9"]);
    });

    test("close does not wait for a back-off to end", async () => {
      await log.append(topic, numbered(1, 0));
      let failures = 0;
      const failedOften = new Promise<void>((resolve) => {
        void consume({
          onBatch: () => Promise.reject(new Error("always")),
          onError: () => {
            failures += 1;
            if (failures === 3) resolve();
          },
        });
      });
      await failedOften;
      await Promise.all(closeables.map((closeable) => closeable.close()));
      expect(failures).toBe(3);
    });

    test("tails from a position, past the end of what was there, without a group", async () => {
      const places = await log.append(topic, numbered(10, 0));
      const from = new Map([[0, places[4]?.position ?? Number.NaN]]);
      const one = await tail(from);
      const two = await tail(from);
      await log.append(topic, numbered(5, 0, "new-"));
      const expected = ["4", "5", "6", "7", "8", "9", "new-0", "new-1", "new-2", "new-3", "new-4"];
      for (const inbox of [one, two]) {
        await inbox.until(expected.length);
        expect(inbox.values).toEqual(expected);
      }
    });

    test("tails from the end when no position is given", async () => {
      await log.append(topic, numbered(100));
      const inbox = await tail(new Map());
      await log.append(topic, numbered(100, undefined, "new-"));
      await inbox.until(100);
      expect(inbox.values.every((value) => value.startsWith("new-"))).toBe(true);
    });

    test("a tail reads a partition's next messages when its handler has resolved", async () => {
      let running = 0;
      let most = 0;
      const inbox = new Inbox();
      closeables.push(
        await log.tail({
          topic,
          from: new Map(),
          onMessages: async (messages) => {
            running += 1;
            most = Math.max(most, running);
            await log.positions(topic);
            running -= 1;
            inbox.take(messages);
          },
        }),
      );
      await Promise.all(numbered(100, 0).map((message) => log.append(topic, [message])));
      await inbox.until(100);
      expect(most).toBe(1);
      expect(inbox.values).toEqual(numbered(100).map((message) => message.value));
    });

    test("an error of its handler ends a tail, and is told", async () => {
      let calls = 0;
      const told = new Promise<unknown>((resolve) => {
        void log
          .tail({
            topic,
            from: new Map(),
            onMessages: () => {
              calls += 1;
              throw new Error("broken");
            },
            onError: resolve,
          })
          .then((tailed) => closeables.push(tailed))
          .then(() => log.append(topic, numbered(1, 0)));
      });
      expect(await told).toMatchObject({ message: "broken" });
      await log.append(topic, numbered(1, 0));
      await Promise.all(closeables.map((closeable) => closeable.close()));
      expect(calls).toBe(1);
    });

    test("it says that it is there", async () => {
      await Promise.all([log.ping(), log.ping()]);
      await log.ping();
    });

    describe("after a restart", () => {
      test("positions go on, and groups go on from what they committed", async () => {
        const own = await open();
        try {
          if (!own.reopen) return;
          log = own.log;
          const before = await log.append(topic, numbered(20, 0));
          const handled = new Inbox();
          const failed = new Promise<void>((resolve) => {
            void consume({
              maxMessages: 5,
              onBatch: async (batch) => {
                if (batch.messages.some((message) => message.value === "12")) throw new Error("stuck");
                handled.take(batch.messages);
              },
              onError: () => resolve(),
            });
          });
          await failed;
          await Promise.all(closeables.splice(0).map((closeable) => closeable.close()));
          log = await own.reopen();
          const [after] = await log.append(topic, numbered(1, 0, "after-"));
          expect(after?.position).toBeGreaterThan(before.at(-1)?.position ?? Number.NaN);
          const rest = await inboxOf("readers");
          await rest.until(21 - handled.messages.length);
          expect([...handled.values, ...rest.values]).toEqual([
            ...numbered(20).map((message) => message.value),
            "after-0",
          ]);
          await Promise.all(closeables.splice(0).map((closeable) => closeable.close()));
        } finally {
          await own.close();
        }
      });
    });
  });
}
