import { expect, test } from "vitest";
import { RequestGate } from "./cassandra-request-gate.js";

interface Begun {
  call: string;
  index: number;
  end(): void;
  fail(error: unknown): void;
}

/** A gate whose requests are ended by the test. */
function openGate(maxInFlight: number, maxWaitingCalls = 100) {
  const begun: Begun[] = [];
  const gate = new RequestGate({ maxInFlight, maxWaitingCalls });
  const each = (call: string, count: number) =>
    gate.each(count, (index) => new Promise<void>((end, fail) => begun.push({ call, index, end, fail })));
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { gate, begun, each, settle, names: () => begun.map(({ call, index }) => `${call}${index}`) };
}

test("so many are under way at once, and no more", async () => {
  const { gate, begun, each, settle } = openGate(3);
  const done = each("a", 5);
  expect(begun).toHaveLength(3);
  expect(gate).toMatchObject({ inFlight: 3, queued: 2 });
  for (let ended = 0; ended < 5; ended += 1) {
    begun[ended]?.end();
    await settle();
  }
  await done;
  expect(gate).toMatchObject({ inFlight: 0, queued: 0 });
});

test("a call of one does not wait for a call of many", async () => {
  const { begun, each, names, settle } = openGate(2);
  void each("many", 100);
  const one = each("one", 1);
  begun[0]?.end();
  await settle();
  begun[1]?.end();
  await settle();
  expect(names()).toEqual(["many0", "many1", "many2", "one0"]);
  begun[3]?.end();
  await one;
});

test("after a failure nothing more of the call is begun, and it is told when the rest has ended", async () => {
  const { gate, begun, each, settle } = openGate(2);
  const failing = each("a", 10);
  let told = false;
  failing.catch(() => {
    told = true;
  });
  begun[0]?.fail(new Error("first"));
  await settle();
  expect(told).toBe(false);
  expect(begun).toHaveLength(2);
  begun[1]?.fail(new Error("second"));
  await expect(failing).rejects.toThrow("first");
  expect(gate).toMatchObject({ inFlight: 0, queued: 0 });
});

test("what throws at once fails its own call alone", async () => {
  const { gate } = openGate(1);
  const wrong = gate.one(async () => {
    throw new Error("wrong parameter");
  });
  await expect(wrong).rejects.toThrow("wrong parameter");
  expect(await gate.one(async () => 5)).toBe(5);
});

test("no requests are done at once", async () => {
  await openGate(1).each("a", 0);
});

test("too many calls are refused", async () => {
  const { each } = openGate(1, 1);
  void each("a", 2);
  await expect(each("b", 1)).rejects.toMatchObject({ code: "UNAVAILABLE" });
});

test("once closed nothing is begun: what waits is refused, what is under way ends", async () => {
  const { gate, begun, each } = openGate(1);
  const under = each("a", 1);
  const waiting = each("b", 1);
  gate.close();
  await expect(waiting).rejects.toMatchObject({ code: "UNAVAILABLE" });
  await expect(each("c", 1)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  begun[0]?.end();
  await under;
  expect(begun).toHaveLength(1);
});
