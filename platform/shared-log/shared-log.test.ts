import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdir, stat } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { systemClock } from "../clock/clock.js";
import { type LogOfDataDir, openLogOfDataDir } from "../engines/open-log-of-data-dir.js";
import { openEmbeddedEventLog } from "../event-log/embedded-event-log.js";
import { eventLogContract } from "../event-log/event-log.contract.js";
import type { EventLog } from "../event-log/event-log.js";
import { Inbox } from "../event-log/testing/inbox.js";
import { silentLogger } from "../logger/logger.js";
import { withTemporaryFolder } from "../store/testing/with-temporary-folder.js";
import { openTempDatabase } from "../testing/temp-database.js";
import { openSharedLog } from "./open-shared-log.js";
import { serveSharedLog } from "./serve-shared-log.js";
import { socketPath } from "./socket-path.js";

async function open() {
  const temp = await openTempDatabase();
  const start = async () => {
    const own = await openEmbeddedEventLog({ database: temp.database, partitions: 4, clock: systemClock });
    const served = await serveSharedLog({ dataDir: temp.folder, log: own });
    const log = await openSharedLog(temp.folder);
    return { own, served, log };
  };
  let running = await start();
  const stop = async (): Promise<void> => {
    await running.log.close();
    await running.served.close();
    await running.own.close();
  };
  return {
    log: running.log,
    async reopen(): Promise<EventLog> {
      await stop();
      running = await start();
      return running.log;
    },
    async close(): Promise<void> {
      await stop();
      await temp.close();
    },
  };
}

eventLogContract("the log of another process", open);

const OWN_LOG = fileURLToPath(new URL("./testing/own-log.ts", import.meta.url));

async function startOwner(folder: string, ...args: string[]): Promise<ChildProcess> {
  const owner = fork(OWN_LOG, [folder, ...args], { execArgv: ["--conditions=source", "--import", "tsx"] });
  await once(owner, "message");
  return owner;
}

async function kill(owner: ChildProcess): Promise<void> {
  const exit = once(owner, "exit");
  owner.kill("SIGKILL");
  await exit;
}

const openHere = (dataDir: string): Promise<LogOfDataDir> =>
  openLogOfDataDir({ dataDir, partitions: 2, clock: systemClock, logger: silentLogger });

const say = (value: string) => [{ key: "k", value, partition: 0 }];

describe("a data folder's log", () => {
  it("is used through whoever owns the folder, and by oneself when that one was killed", () =>
    withTemporaryFolder(async (folder) => {
      const owner = await startOwner(folder);
      const through = await openHere(folder);
      expect(through.throughOwner).toBe(true);
      await through.log.append("t", say("through the owner"));
      await kill(owner);
      await expect(through.log.append("t", say("to nobody"))).rejects.toMatchObject({ code: "UNAVAILABLE" });
      const own = await openHere(folder);
      expect(own.throughOwner).toBe(false);
      const inbox = new Inbox();
      await own.log.tail({ topic: "t", from: new Map([[0, 0]]), onMessages: inbox.take });
      await inbox.until(1);
      // What was opened earlier finds the new owner.
      await through.log.append("t", say("through the next one"));
      expect((await inbox.until(2)).map(({ value }) => value)).toEqual(["through the owner", "through the next one"]);
      await through.close();
      await own.close();
    }));

  it("an append whose answer never came may have been stored, and says so", () =>
    withTemporaryFolder(async (folder) => {
      const owner = await startOwner(folder, "deaf");
      const log = await openSharedLog(folder);
      const taken = once(owner, "message");
      const append = log.append("t", say("?")).catch((error) => error);
      await taken;
      await kill(owner);
      expect(await append).toMatchObject({ code: "UNKNOWN_OUTCOME", retriable: true });
      await log.close();
    }));

  it("tails and groups go on where they were when the owner comes back", () =>
    withTemporaryFolder(async (folder) => {
      const first = await openHere(folder);
      const follower = await openSharedLog(folder);
      const [tailed, consumed] = [new Inbox(), new Inbox()];
      await follower.tail({ topic: "t", from: new Map(), onMessages: tailed.take });
      await follower.consume({ group: "g", topic: "t", onBatch: async ({ messages }) => consumed.take(messages) });
      await first.log.append("t", say("1"));
      await Promise.all([tailed.until(1), consumed.until(1)]);
      await first.close();
      const second = await openHere(folder);
      await second.log.append("t", say("2"));
      await Promise.all([tailed.until(2), consumed.until(2)]);
      // The first batch's end may have come after the owner went away: groups are told at least once.
      expect(tailed.values).toEqual(["1", "2"]);
      expect(consumed.values.at(-1)).toBe("2");
      await follower.close();
      await second.close();
    }));

  it("has its socket in a folder that only its owner enters, however long its path is", () =>
    withTemporaryFolder(async (parent) => {
      const folder = join(parent, "a".repeat(90), "b".repeat(90));
      await mkdir(folder, { recursive: true });
      const own = await openHere(folder);
      const through = await openSharedLog(folder);
      await through.ping();
      expect((await stat(socketPath(folder))).mode & 0o777).toBe(0o600);
      expect((await stat(join(folder, "shared"))).mode & 0o777).toBe(0o700);
      await through.close();
      await own.close();
      await expect(stat(socketPath(folder))).rejects.toMatchObject({ code: "ENOENT" });
    }));

  it("hangs up on what is no client, and serves the others", () =>
    withTemporaryFolder(async (folder) => {
      const own = await openHere(folder);
      const through = await openSharedLog(folder);
      for (const bytes of [Buffer.from("GET / HTTP/1.1\r\n\r\n"), Buffer.alloc(8), frame('{"type":"append"}')]) {
        const socket = connect(socketPath(folder));
        socket.on("data", () => {});
        socket.write(bytes);
        await once(socket, "close");
      }
      await through.ping();
      await through.close();
      await own.close();
    }));

  it("refuses more at once than passes through, and goes on", () =>
    withTemporaryFolder(async (folder) => {
      const own = await openHere(folder);
      const through = await openSharedLog(folder);
      const long = "x".repeat(17 * 1024 * 1024);
      await expect(through.append("t", say(long + long))).rejects.toMatchObject({ code: "BAD_USER_INPUT" });
      const outcomes = await Promise.allSettled([1, 2].map(() => through.append("t", say(long))));
      expect(outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "stored"))).toEqual([
        "stored",
        "UNAVAILABLE",
      ]);
      await through.append("t", say("then"));
      await through.close();
      await own.close();
    }));
});

function frame(header: string): Buffer {
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(header.length, 0);
  lengths.writeUInt32BE(header.length, 4);
  return Buffer.concat([lengths, Buffer.from(header)]);
}
