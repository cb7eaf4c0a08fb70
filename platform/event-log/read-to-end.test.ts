import { afterAll, beforeAll, expect, it } from "vitest";
import { systemClock } from "../clock/clock.js";
import { openTempDatabase } from "../testing/temp-database.js";
import { openEmbeddedEventLog } from "./embedded-event-log.js";
import type { EventLog } from "./event-log.js";
import { readToEnd } from "./read-to-end.js";

let temp: Awaited<ReturnType<typeof openTempDatabase>>;
let log: EventLog;
beforeAll(async () => {
  temp = await openTempDatabase();
  log = await openEmbeddedEventLog({ database: temp.database, partitions: 3, clock: systemClock });
});
afterAll(async () => {
  await log.close();
  await temp.close();
});

it("reads everything once, partition by partition in order, and ends", async () => {
  const messages = Array.from({ length: 500 }, (_, index) => ({ key: `k${index % 7}`, value: String(index) }));
  const places = await log.append("numbers", messages);
  const read: string[] = [];
  await readToEnd(log, "numbers", (batch) => void read.push(...batch.map((m) => `${m.partition}/${m.position}`)));
  expect(read.toSorted()).toEqual(places.map((place) => `${place.partition}/${place.position}`).toSorted());
});

it("reads a topic with nothing in it, and one with empty partitions", async () => {
  await readToEnd(log, "nothing", () => expect.unreachable());
  await log.append("one", [{ key: "", value: "only", partition: 2 }]);
  const read: string[] = [];
  await readToEnd(log, "one", (batch) => void read.push(...batch.map(({ value }) => value)));
  expect(read).toEqual(["only"]);
});

it("fails with what the reader throws", async () => {
  await log.append("bad", [{ key: "", value: "x" }]);
  const refuse = async () => {
    throw new Error("refused");
  };
  await expect(readToEnd(log, "bad", refuse)).rejects.toThrow("refused");
});
