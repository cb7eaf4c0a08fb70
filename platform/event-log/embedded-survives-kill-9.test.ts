import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { systemClock } from "../clock/clock.js";
import { openSqliteDatabase } from "../store/open-sqlite-database.js";
import { withTemporaryFolder } from "../store/testing/with-temporary-folder.js";
import { openEmbeddedEventLog } from "./embedded-event-log.js";
import type { LogMessage } from "./event-log.js";

const APPENDER = fileURLToPath(new URL("./testing/append-until-killed.ts", import.meta.url));

type Acknowledged = Pick<LogMessage, "partition" | "position" | "value">;

/** Kills a process that appends as fast as it can, and gives what it had been told was stored. */
async function appendUntilKilled(file: string, count: number): Promise<Acknowledged[]> {
  const acknowledged: Acknowledged[] = [];
  const child = fork(APPENDER, [file], { execArgv: ["--import", "tsx"] });
  const exit = once(child, "exit");
  child.on("message", (message: Acknowledged) => {
    acknowledged.push(message);
    if (acknowledged.length === count) child.kill("SIGKILL");
  });
  await Promise.all([exit, once(child, "disconnect")]);
  return acknowledged;
}

it("embedded-survives-kill-9: everything acknowledged is there afterwards, and positions go on", () =>
  withTemporaryFolder(async (folder) => {
    const file = join(folder, "marquee.db");
    const acknowledged = [...(await appendUntilKilled(file, 1_000)), ...(await appendUntilKilled(file, 500))];
    const database = await openSqliteDatabase({ file });
    const log = await openEmbeddedEventLog({ database, partitions: 4, clock: systemClock });
    try {
      const stored = await database.all<Acknowledged>("SELECT partition, position, value FROM log_messages");
      const byPlace = new Map(stored.map(({ partition, position, value }) => [`${partition}/${position}`, value]));
      const lost = acknowledged.filter(
        ({ partition, position, value }) => byPlace.get(`${partition}/${position}`) !== value,
      );
      expect(lost).toEqual([]);
      expect(acknowledged.length).toBeGreaterThanOrEqual(1_500);
      const [place] = await log.append("ratings", [{ key: "k", value: "after", partition: 0 }]);
      const highest = Math.max(...stored.filter((row) => row.partition === 0).map((row) => row.position));
      expect(place?.position).toBeGreaterThan(highest);
    } finally {
      await log.close();
      await database.close();
    }
  }));
