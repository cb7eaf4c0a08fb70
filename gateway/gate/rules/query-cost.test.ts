import { buildSchema, getOperationAST, parse } from "graphql";
import { expect, test } from "vitest";
import { costOf } from "./query-cost.js";

const schema = buildSchema(`
  interface Node { id: ID! friends(first: Int = 3): Page }
  type User implements Node { id: ID! name: String tags: [String!] pets: [Pet!] friends(first: Int = 3): Page best(first: Int): [User] }
  type Pet { name: String owner: User }
  type Page { total: Int nodes: [User!]! edges: [Edge!]! info: Info! }
  type Edge { node: User }
  type Info { more: Boolean }
  union Thing = User | Pet
  type Query { me: User users(first: Int! = 20): Page! node(id: ID!): Node thing: Thing }
  type Mutation { rename(name: String): User logOut: Boolean }
  type Subscription { user: User }
`);

test.each<[what: string, query: string, cost: number, variables?: Record<string, unknown>]>([
  ["scalars are free", "{ me { id name tags } }", 1],
  ["a connection is as long as first says", "{ users(first: 7) { nodes { id } } }", 1 + 7],
  ["by default as the schema says", "{ users { nodes { id } } }", 1 + 20],
  ["also where first is null", "{ me { friends(first: null) { nodes { id } } } }", 1 + 1 + 3],
  ["what is no list costs once", "{ users(first: 7) { total info { more } } }", 1 + 1],
  [
    "every list of a connection is as long",
    "{ users(first: 7) { nodes { id } edges { node { id } } } }",
    1 + 7 + 7 * 2,
  ],
  [
    "lists in lists multiply",
    "{ users(first: 7) { nodes { friends(first: 5) { nodes { id } } } } }",
    1 + 7 * (1 + 1 + 5),
  ],
  ["first does not reach past its connection", "{ users(first: 7) { nodes { pets { name } } } }", 1 + 7 * (1 + 10)],
  ["a list of its own first", "{ me { best(first: 4) { name } } }", 1 + 4],
  ["a list that says nothing is taken for 10", "{ me { best { name } pets { name } } }", 1 + 10 + 10],
  ["a variable", "query ($n: Int!) { users(first: $n) { nodes { id } } }", 1 + 9, { n: 9 }],
  [
    "fragments, wherever they are spread",
    "{ a: users(first: 2) { ...P } b: users(first: 3) { ...P } } fragment P on Page { nodes { id } }",
    3 + 4,
  ],
  [
    "a fragment on another type",
    "{ node(id: 1) { ... on User { pets { name } } friends { nodes { id } } } }",
    1 + 10 + 1 + 3,
  ],
  ["both sides of a union", "{ thing { ... on User { pets { name } } ... on Pet { owner { id } } } }", 1 + 10 + 1],
  ["a mutation", 'mutation { rename(name: "x") { id } }', 10 + 1],
  ["each of them, objects or not", "mutation { logOut ...M } fragment M on Mutation { again: logOut }", 20],
  ["an event of a subscription", "subscription { user { pets { name } } }", 1 + 10],
  ["introspection is free", "{ __typename __schema { types { name } } }", 0],
])("%s", (_what, query, cost, variables = {}) => {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  expect(costOf(schema, document, operation, variables)).toBe(cost);
});
