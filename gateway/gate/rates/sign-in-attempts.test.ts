import { readGraphqlFile } from "@marquee/schema/graphql/read-graphql-file.js";
import { buildSchema, getOperationAST, parse } from "graphql";
import { expect, test } from "vitest";
import { findSignInAttempts, hasSucceeded } from "./sign-in-attempts.js";

const schema = buildSchema(readGraphqlFile("contract.graphql"));

function attemptsOf(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  return findSignInAttempts(schema, { document, operation, variables, cost: 0 });
}

const ADA = 'input: { email: "Ada@example.com ", password: "x" }';
const SESSION = "{ session { accessToken } }";

test("every field that tries a secret counts, however it is written", () => {
  const query = `mutation ($input: SignInInput!, $email: String!) {
    signIn(${ADA}) ${SESSION}
    again: signIn(input: $input) ${SESSION}
    ...More
    ... { third: signIn(input: { email: $email, password: "y" }) ${SESSION} }
    refreshSession(refreshToken: "t") ${SESSION}
    signOut(refreshToken: "t")
  } fragment More on Mutation { register(input: { name: "n", email: "ben@example.com", password: "z" }) ${SESSION} }`;
  const attempts = attemptsOf(query, { input: { email: "ada@example.com", password: "q" }, email: "ADA@EXAMPLE.COM" });
  const [ada] = attempts;
  expect(attempts.map(({ account }) => account === ada?.account)).toEqual([true, true, false, true, false]);
  expect(attempts.map(({ account }) => account === undefined)).toEqual([false, false, false, false, true]);
  expect(JSON.stringify(attempts)).not.toMatch(/ada|ben|example/i);
});

test("nothing else does", () => {
  expect(attemptsOf('mutation { signOut(refreshToken: "t") }')).toEqual([]);
  expect(attemptsOf("{ viewer { id } }")).toEqual([]);
});

test.each([
  [
    "a session",
    `mutation { a: signIn(${ADA}) { s: session { accessToken } } }`,
    { a: { s: { accessToken: "t" } } },
    true,
  ],
  ["no session", `mutation { signIn(${ADA}) ${SESSION} }`, { signIn: { session: null } }, false],
  ["no data", `mutation { signIn(${ADA}) ${SESSION} }`, null, false],
  [
    "something else under its name",
    `mutation { signIn(${ADA}) { session: userErrors { code } } }`,
    { signIn: { session: [] } },
    false,
  ],
  [
    "a session that was not asked for",
    `mutation { signIn(${ADA}) { userErrors { code } } }`,
    { signIn: { userErrors: [] } },
    false,
  ],
])("%s in the answer", (_what, query, data, succeeded) => {
  expect(attemptsOf(query).map((attempt) => hasSucceeded(attempt, data))).toEqual([succeeded]);
});
