import { expect, test } from "vitest";
import { silentLogger } from "../logger/logger.js";
import { createSubgraphEndpoint } from "./create-subgraph-endpoint.js";
import type { FeedItem } from "./feed-item.js";
import type { SubgraphRequest } from "./subgraph-endpoint.js";

const VIEWER = { userId: "u1", roles: ["USER"], expiresAt: 1 } as const;

interface Event {
  score: number;
}

/** Each feed tells of the same events under cursors of its own, "<of>-0", "<of>-1" … */
function setUp(events: readonly Event[], beforeScore: (event: Event) => void = () => {}) {
  const told: Event[] = [];
  const endpoint = createSubgraphEndpoint({
    name: "scores",
    typeDefs:
      "type Query { a: Int } type Subscription { scored(of: String!): Scored } type Scored { score: Int! cursor: String, half(of: Int): Float }",
    resolvers: {
      Subscription: {
        scored: {
          async *subscribe(
            _: unknown,
            { of }: { of: string },
          ): AsyncGenerator<FeedItem<{ event: Event; cursor: string }>> {
            for (const [nth, event] of events.entries()) {
              const cursor = `${of}-${nth}`;
              yield { payload: { event, cursor }, feed: { cursor, positions: [[0, nth, 0]], live: true }, event };
            }
          },
          resolve: ({ payload }: FeedItem) => payload,
        },
      },
      Scored: {
        score({ event }: { event: Event }) {
          told.push(event);
          beforeScore(event);
          return event.score;
        },
        half: (_: unknown, { of = 1 }: { of?: number }) => of / 2,
      },
    },
    logger: silentLogger,
    createContext: () => ({}),
  });
  async function read(query: string, rest: Partial<SubgraphRequest> = {}) {
    const results: unknown[] = [];
    for await (const result of endpoint.subscribe({ query, viewer: null, requestId: "r", ...rest }))
      results.push(result);
    return results;
  }
  return { told, read };
}

const EVENTS = [{ score: 1 }, { score: 2 }];
const itemsOf = (of: string, cursor = true) =>
  EVENTS.map(({ score }, nth) => ({
    data: { scored: { score, ...(cursor ? { cursor: `${of}-${nth}` } : {}) } },
    extensions: { marquee: { cursor: `${of}-${nth}`, positions: [[0, nth, 0]], live: true } },
  }));

test("an event is told once for all feeds that ask in the same words, each with its own cursors", async () => {
  const { told, read } = setUp(EVENTS);
  const query = "subscription Named($of: String!) { scored(of: $of) { score cursor } }";
  const [first, second, third] = await Promise.all([
    read(query, { variables: { of: "x" } }),
    read(query, { variables: { of: "y" } }),
    read('subscription { scored(of: "z") { score cursor } }'),
  ]);
  expect([first, second, third]).toEqual([itemsOf("x"), itemsOf("y"), itemsOf("z")]);
  expect(told).toEqual(EVENTS);
});

test("other words, other variables in them, and a viewer are told apart", async () => {
  const { told, read } = setUp(EVENTS);
  const half = (of?: number) => ({ variables: of === undefined ? {} : { of } });
  const query = 'subscription ($of: Int = 3) { scored(of: "x") { score half(of: $of) } }';
  const results = await Promise.all([read(query, half(8)), read(query, half(4)), read(query, half())]);
  const halves = (results as { data: { scored: { half: number } } }[][]).map(([item]) => item?.data.scored.half);
  expect(halves).toEqual([4, 2, 1.5]);
  const plain = 'subscription { scored(of: "x") { score } }';
  expect(await Promise.all([read(plain), read(plain, { viewer: VIEWER })])).toEqual(Array(2).fill(itemsOf("x", false)));
  expect(told).toHaveLength(5 * EVENTS.length);
});

test("what fails is not kept for whoever comes later", async () => {
  let failing = true;
  const { read } = setUp(EVENTS, () => {
    if (failing) throw new Error("away");
  });
  const query = 'subscription { scored(of: "x") { score cursor } }';
  expect(await read(query)).toMatchObject([{ data: { scored: null }, errors: [{}] }, { errors: [{}] }]);
  failing = false;
  expect(await read(query)).toEqual(itemsOf("x"));
});
