import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Clock } from "../clock/clock.js";
import { openSqliteDatabase } from "../store/open-sqlite-database.js";
import { openEmbeddedEventLog } from "./embedded-event-log.js";
import { eventLogContract } from "./event-log.contract.js";
import type { EventLog } from "./event-log.js";
import { partitionOfKey } from "./partition-of-key.js";
import { Inbox } from "./testing/inbox.js";

const clock: Clock = { now: () => 1_790_000_000_000 };

async function open(partitions = 4) {
  const folder = await mkdtemp(join(tmpdir(), "marquee-log-"));
  const start = async (count: number) => {
    const database = await openSqliteDatabase({ file: join(folder, "marquee.db") });
    return { database, log: await openEmbeddedEventLog({ database, partitions: count, clock }) };
  };
  let running = await start(partitions);
  const stop = async (): Promise<void> => {
    await running.log.close();
    await running.database.close();
  };
  return {
    log: running.log,
    database: running.database,
    async reopen(count = partitions): Promise<EventLog> {
      await stop();
      running = await start(count);
      return running.log;
    },
    async close(): Promise<void> {
      await stop();
      await rm(folder, { recursive: true });
    },
  };
}

eventLogContract("the embedded log", () => open());

describe("the embedded log", () => {
  it("keeps a topic's number of partitions, whatever later starts ask for", async () => {
    const opened = await open(4);
    try {
      const keys = Array.from({ length: 50 }, (_, n) => `key-${n}`);
      const before = await Promise.all(keys.map((key) => opened.log.partitionOf("t", key)));
      const log = await opened.reopen(7);
      expect(await log.partitions("t")).toBe(4);
      expect(await log.partitions("new")).toBe(7);
      expect(await Promise.all(keys.map((key) => log.partitionOf("t", key)))).toEqual(before);
    } finally {
      await opened.close();
    }
  });

  it("takes the time of an append from the clock", async () => {
    const opened = await open();
    try {
      await opened.log.append("t", [{ key: "k", value: "v" }]);
      const inbox = new Inbox();
      await opened.log.consume({ group: "g", topic: "t", onBatch: async (batch) => inbox.take(batch.messages) });
      expect((await inbox.until(1))[0]?.appendedAt).toBe(1_790_000_000_000);
    } finally {
      await opened.close();
    }
  });

  it("gives a partition to one member of a group at a time, and to the next when that one leaves", async () => {
    const opened = await open(1);
    try {
      const [first, second] = [new Inbox(), new Inbox()];
      const member = (inbox: Inbox) =>
        opened.log.consume({ group: "g", topic: "t", onBatch: async (batch) => inbox.take(batch.messages) });
      const one = await member(first);
      await member(second);
      const abandoned = await member(new Inbox());
      await abandoned.close();
      await opened.log.append("t", [{ key: "k", value: "1" }]);
      await first.until(1);
      await one.close();
      await opened.log.append("t", [{ key: "k", value: "2" }]);
      await second.until(1);
      expect([first.values, second.values]).toEqual([["1"], ["2"]]);
    } finally {
      await opened.close();
    }
  });

  it("stores all of an append or nothing", async () => {
    const opened = await open(1);
    try {
      const [place] = await opened.log.append("t", [{ key: "k", value: "first" }]);
      // Takes the position that the next append's second message would get.
      await opened.database.write([
        {
          sql: `INSERT INTO log_messages (topic, partition, position, key, value, appended_at)
            SELECT topic, partition, ?, 'k', 'squatter', 0 FROM log_messages`,
          paramSets: [[(place?.position ?? 0) + 2]],
        },
      ]);
      const pair = [
        { key: "k", value: "a" },
        { key: "k", value: "b" },
      ];
      await expect(opened.log.append("t", pair)).rejects.toMatchObject({ code: "INTERNAL_SERVER_ERROR" });
      await opened.log.append("t", pair);
      const inbox = new Inbox();
      await opened.log.consume({ group: "g", topic: "t", onBatch: async (batch) => inbox.take(batch.messages) });
      await inbox.until(4);
      expect(inbox.values).toEqual(["first", "squatter", "a", "b"]);
    } finally {
      await opened.close();
    }
  });

  it("refuses appends with UNAVAILABLE once it is closed", async () => {
    const opened = await open(1);
    try {
      await opened.log.close();
      await expect(opened.log.append("t", [{ key: "k", value: "v" }])).rejects.toMatchObject({ code: "UNAVAILABLE" });
    } finally {
      await opened.close();
    }
  });
});

describe("partitionOfKey", () => {
  it("is FNV-1a over UTF-8, as published", () => {
    const hash = (key: string) => partitionOfKey(key, 2 ** 32);
    expect([hash(""), hash("a"), hash("foobar")]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
    expect(partitionOfKey("ключ", 16)).toBe(partitionOfKey("ключ", 16));
  });
});
