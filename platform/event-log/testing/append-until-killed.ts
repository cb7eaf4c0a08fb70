/** Run as a process of its own: appends to the log in the file named without end, and tells its parent what was acknowledged. */
import { systemClock } from "../../clock/clock.js";
import { openSqliteDatabase } from "../../store/open-sqlite-database.js";
import { openEmbeddedEventLog } from "../embedded-event-log.js";

process.once("disconnect", () => process.exit());
const database = await openSqliteDatabase({ file: process.argv[2] ?? "" });
const log = await openEmbeddedEventLog({ database, partitions: 4, clock: systemClock });

async function appendForEver(writer: number): Promise<void> {
  for (let count = 0; ; count += 1) {
    const value = `${writer}-${count}`;
    const [place] = await log.append("ratings", [{ key: value, value }]);
    process.send?.({ ...place, value });
  }
}

await Promise.all(Array.from({ length: 20 }, (_, writer) => appendForEver(writer)));
