import fc from "fast-check";
import { expect, test } from "vitest";
import { createLiveModel, FEED_DOCUMENT, ModelClient } from "../testing/live-model.js";
import { readLive } from "../testing/read-live.js";

type Action =
  | { do: "rate"; partition: number }
  | { do: "join" }
  | { do: "resume"; behind: number }
  | { do: "leave"; client: number }
  | { do: "cut"; client: number }
  | { do: "break" }
  | { do: "wait"; ticks: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant("rate" as const), partition: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("join" as const) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("resume" as const), behind: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("leave" as const), client: fc.nat(5) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("cut" as const), client: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("break" as const) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("wait" as const), ticks: fc.nat(12) }) },
);

async function ticks(count: number): Promise<void> {
  for (let tick = 0; tick < count; tick += 1) await new Promise(setImmediate);
}

/** Delays of a few turns of the event loop, the same for the same numbers. */
function delays(numbers: readonly number[]): () => Promise<void> {
  let at = 0;
  return () => ticks(numbers[at++ % numbers.length] ?? 0);
}

interface Rated {
  id: string;
  partition: number;
  position: number;
}

function missedBehind(start: string | undefined, rated: readonly Rated[]): string[][] {
  const positions = new Map<number, number>(JSON.parse(start ?? "[]"));
  return [0, 1].map((partition) =>
    rated
      .filter((event) => event.partition === partition && event.position > (positions.get(partition) ?? -1))
      .map(({ id }) => id),
  );
}

test("whoever joins or resumes, whenever, gets everything behind its start, in order, once", {
  timeout: 60_000,
}, async () => {
  let resumedForSlowness = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { minLength: 5, maxLength: 40 }),
      fc.array(fc.nat(3), { minLength: 7, maxLength: 30 }),
      fc.constantFrom(2, 5, 1_000),
      fc.constantFrom("ends" as const, "has gaps" as const),
      async (actions, numbers, messages, feedOf) => {
        const { hub, feed } = createLiveModel(delays(numbers), { messages, feedOf });
        const rated: Rated[] = [];
        const clients: { client: ModelClient; done: Promise<void>; left: boolean }[] = [];
        // Known beforehand, so that every client knows from its first message on what to wait for.
        const last = ["last0", "last1"];
        const rate = (id: string, partition: number) => {
          const position = rated.filter((event) => event.partition === partition).length;
          rated.push({ id, partition, position });
          feed.append(partition, { eventId: id, movieId: "1", userId: "u", score: 1 });
        };
        const start = (after: string | undefined) => {
          const client = new ModelClient(hub, after, delays(numbers));
          clients.push({ client, done: client.readUntil(last), left: false });
        };
        for (const step of actions) {
          if (step.do === "rate") rate(`e${rated.length}`, step.partition);
          else if (step.do === "join") start(undefined);
          else if (step.do === "resume") {
            const had = rated.slice(0, Math.max(0, rated.length - step.behind));
            start(
              JSON.stringify(
                [0, 1].map((partition) => [partition, had.filter((event) => event.partition === partition).length - 1]),
              ),
            );
          } else if (step.do === "break") feed.breakOff();
          else if (step.do === "cut") clients[step.client]?.client.cut();
          else if (step.do === "wait") await ticks(step.ticks);
          else {
            const gone = clients[step.client];
            if (gone !== undefined) gone.left = true;
            gone?.client.leave();
          }
        }
        // Whoever joined last has its start before the last events come.
        while (clients.some(({ client, left }) => !left && client.start === undefined)) await ticks(1);
        rate("last0", 0);
        rate("last1", 1);
        await Promise.all(clients.map(({ done }) => done));
        for (const { client, left } of clients) {
          resumedForSlowness += client.resumed;
          const expected = missedBehind(client.start, rated);
          const got = [0, 1].map((partition) =>
            client.eventIds.filter((id) => rated.find((event) => event.id === id)?.partition === partition),
          );
          if (!left) expect(got).toEqual(expected);
          else
            for (const partition of [0, 1])
              expect(got[partition]).toEqual(expected[partition]?.slice(0, got[partition]?.length));
        }
        await feed.until(() => feed.open === 0);
        expect(clients.map(({ client }) => client.heldBytes)).toEqual(clients.map(() => 0));
        hub.close();
      },
    ),
    { numRuns: 4_000 },
  );
  // Otherwise the small buffers were never too small, and the test says less than it seems to.
  expect(resumedForSlowness).toBeGreaterThan(0);
});

test("whoever resumes is told when it has caught up, though others are live already", async () => {
  const { hub, feed } = createLiveModel(async () => {});
  const messagesOf = (after?: string) =>
    readLive(hub, { document: FEED_DOCUMENT, variables: after === undefined ? {} : { after }, viewer: null });
  const next = async (messages: ReturnType<typeof messagesOf>) =>
    JSON.parse((await messages.next()).value ?? "null").data.feed;
  const append = (eventId: string) => feed.append(0, { eventId, movieId: "1", userId: "u", score: 1 });

  const others = messagesOf();
  const { cursor } = await next(others);
  append("e0");
  append("e1");
  for (const eventId of ["e0", "e1"]) expect(await next(others)).toMatchObject({ eventId });

  const resumed = messagesOf(cursor);
  expect(await next(resumed)).toMatchObject({ type: "progress", live: false });
  expect(await next(resumed)).toMatchObject({ eventId: "e0" });
  expect(await next(resumed)).toMatchObject({ eventId: "e1" });
  append("e2");
  const rest = [await next(resumed), await next(resumed)];
  expect(rest).toContainEqual(expect.objectContaining({ type: "progress", live: true }));
  expect(rest).toContainEqual(expect.objectContaining({ eventId: "e2" }));
  await Promise.all([others.return?.(), resumed.return?.()]);
  hub.close();
});
