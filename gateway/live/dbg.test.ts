import { test } from "vitest";
import { createLiveModel, ModelClient } from "../testing/live-model.js";
async function ticks(count: number): Promise<void> { for (let t = 0; t < count; t += 1) await new Promise(setImmediate); }
test("dbg", async () => {
  const numbers=[1,1,0,0,0,3,3,0,1,1,0,3,0,3,1,3,2,1,0,3,0,0];
  const delays = () => { let at = 0; return () => ticks(numbers[at++ % numbers.length] ?? 0); };
  const { hub, feed } = createLiveModel(delays(), { subscriberBuffer: 5 });
  const ev = (id: string) => ({ eventId: id, movieId: "1", userId: "u", score: 1 });
  feed.append(0, ev("e0")); feed.append(0, ev("e1"));
  const cs: ModelClient[] = [];
  const start = (after?: string) => { const c = new ModelClient(hub, after, delays()); cs.push(c); void c.readUntil(["last0", "last1"]).then(() => console.log("done", cs.indexOf(c))).catch((e) => console.log("ERR", e)); };
  start("[[0,0],[1,-1]]"); start("[[0,0],[1,-1]]"); await ticks(1); start("[[0,-1],[1,-1]]");
  feed.append(0, ev("last0")); feed.append(1, ev("last1"));
  await ticks(300);
  console.log(cs.map((c) => [c.start, c.resumed, ...c.eventIds]), feed.open, feed.opened);
});
