import { buildSchema } from "graphql";
import { expect, test } from "vitest";
import { heapUsed } from "../testing/heap-used.js";
import { createOperationGate, type OperationGate } from "./operation-gate.js";
import { OperationRefused } from "./operation-refused.js";

const schema = buildSchema(
  "type Query { me: User } type User { id: ID friend: User friends(first: Int = 10): [User] }",
);
const MiB = 2 ** 20;

function openGate(options: { introspection?: boolean; maxCacheBytes?: number } = {}): OperationGate {
  return createOperationGate({
    limits: {
      maxTokens: 2_000,
      maxDepth: 12,
      maxFields: 2_000,
      maxAliases: 30,
      maxRootFields: 20,
      maxDirectives: 50,
      maxPageSize: 100,
      maxCost: 500,
    },
    introspection: options.introspection ?? true,
    maxCacheBytes: options.maxCacheBytes ?? MiB,
  });
}

function refusalOf(action: () => unknown): unknown[] {
  try {
    action();
  } catch (error) {
    if (error instanceof OperationRefused) return error.errors.map(({ extensions }) => extensions.code);
    throw error;
  }
  return [];
}

const doubling = (levels: number) =>
  `{ me { ...F0 } } ${Array.from({ length: levels }, (_, i) => `fragment F${i} on User { friend { ...F${i + 1} } best: friend { ...F${i + 1} } }`).join(" ")} fragment F${levels} on User { id }`;

test("a bomb of fragments is refused before validation, which is what it would keep busy", () => {
  const gate = openGate();
  const started = performance.now();
  for (let round = 0; round < 100; round += 1) {
    expect(refusalOf(() => gate.admit(schema, { query: `${doubling(60)} #${round}` }))).toEqual(["BAD_USER_INPUT"]);
  }
  // About 0.5 ms each; validation alone takes ten times as long. Generous, because machines are busy.
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(() => gate.checkSource(doubling(60))).toThrow(/levels deep|fields; the limit/);
});

test("a document is parsed and validated once, and reckoned with each request's variables", () => {
  const gate = openGate();
  const query = "query ($n: Int!) { me { friends(first: $n) { friends(first: $n) { id } } } }";
  const [small, large] = [{ n: 10 }, { n: 20 }].map((variables) => gate.admit(schema, { query, variables }));
  expect([small?.cost, large?.cost]).toEqual([1 + 10 * 11, 1 + 20 * 21]);
  expect(small?.document).toBe(large?.document);
  expect(refusalOf(() => gate.admit(schema, { query, variables: { n: 50 } }))).toEqual(["BAD_USER_INPUT"]);
});

test("a document that repeats itself without end is refused in words", () => {
  const query = `{ me { ${"id ".repeat(1_500)} } }`;
  expect(refusalOf(() => openGate().admit(schema, { query }))).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
});

test("without introspection nothing tells the schema", () => {
  const gate = openGate({ introspection: false });
  expect(refusalOf(() => gate.admit(schema, { query: "{ __schema { types { name } } }" }))).not.toEqual([]);
  expect(refusalOf(() => gate.admit(schema, { query: '{ __type(name: "User") { name } }' }))).not.toEqual([]);
  expect(gate.admit(schema, { query: "{ __typename }" }).cost).toBe(0);
});

test("many distinct documents cost no more memory than a few", () => {
  const gate = openGate({ maxCacheBytes: 2 * MiB });
  const wide = (name: string) => `query ${name} { me { ${"id ".repeat(400)} } }`;
  const grownBy = (from: number, to: number) => {
    const before = heapUsed();
    for (let index = from; index < to; index += 1) {
      gate.checkSource(wide(`S${index}`));
      gate.admit(schema, { query: wide(`A${index}`) });
    }
    return heapUsed() - before;
  };
  grownBy(0, 20);
  // One that is kept takes about 0.2 MiB: all of them would be 40.
  expect(grownBy(20, 220)).toBeLessThan(10 * MiB);
});
