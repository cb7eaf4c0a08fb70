import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFakeSubgraphs, type FakeSubgraphs } from "../../testing/fake-subgraphs.js";
import { connectLiveClient } from "../../testing/live-client.js";
import { startTestGateway, type TestGateway } from "../../testing/test-gateway.js";

const SIGN_IN =
  "mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } userErrors { code } } }";

let subgraphs: FakeSubgraphs;
let gateway: TestGateway;
let addresses = 0;
/** Nobody else's. */
let address: string;

beforeAll(async () => {
  subgraphs = createFakeSubgraphs();
  const environment = { RATE_LIMIT_SIGN_INS: "3", RATE_LIMIT_SIGN_INS_PER_ADDRESS: "6", TRUST_PROXY: "1" };
  gateway = await startTestGateway(subgraphs.endpoints, { environment });
});
beforeEach(() => {
  addresses += 1;
  address = `203.0.113.${addresses}`;
});
afterAll(() => gateway.close());

/** What came of it: WRONG_CREDENTIALS, RATE_LIMITED or a session. */
async function signIn(email: string, password: string, from = address): Promise<string> {
  const { status, headers, body } = await gateway.post(
    { query: SIGN_IN, variables: { input: { email, password } } },
    { "x-forwarded-for": from },
  );
  const code = body.errors?.[0]?.extensions?.code;
  if (code === undefined) return body.data?.signIn.session === null ? body.data.signIn.userErrors[0].code : "session";
  expect([status, Number(headers.get("retry-after"))]).toEqual([429, body.errors?.[0]?.extensions?.retryAfter]);
  return String(code);
}

async function signInOften(times: number, email: string, from = address): Promise<string[]> {
  const outcomes: string[] = [];
  for (let time = 0; time < times; time += 1) outcomes.push(await signIn(email, "wrong", from));
  return outcomes;
}

const WRONG = "WRONG_CREDENTIALS";

test("after some wrong passwords an address is told to wait with that account, and the subgraph is not asked", async () => {
  expect(await signInOften(3, "ann@example.com")).toEqual([WRONG, WRONG, WRONG]);
  const asked = subgraphs.requests.accounts.length;
  expect(await signIn("ann@example.com", "right")).toBe("RATE_LIMITED");
  expect(await signIn(" ANN@example.com", "right")).toBe("RATE_LIMITED");
  expect(subgraphs.requests.accounts.length).toBe(asked);
  expect(await signIn("ann@example.com", "right", "198.51.100.1")).toBe("session");
  expect(await signIn("ben@example.com", "right")).toBe("session");
});

test("the right password clears what was counted", async () => {
  expect(await signInOften(2, "cleo@example.com")).toEqual([WRONG, WRONG]);
  expect(await signIn("cleo@example.com", "right")).toBe("session");
  expect(await signInOften(3, "cleo@example.com")).toEqual([WRONG, WRONG, WRONG]);
});

test("many accounts from one address are one address", async () => {
  const outcomes: string[] = [];
  for (let n = 0; n < 7; n += 1) outcomes.push(await signIn(`victim${n}@example.com`, "wrong"));
  expect(outcomes).toEqual([...Array(6).fill(WRONG), "RATE_LIMITED"]);
});

test("aliases in one operation count one by one, and a websocket counts like HTTP", async () => {
  const fields = ["a", "b", "c", "d"].map(
    (alias) => `${alias}: signIn(input: { email: "dan@example.com", password: "w" }) { userErrors { code } }`,
  );
  const { body } = await gateway.post({ query: `mutation { ${fields.join(" ")} }` }, { "x-forwarded-for": address });
  expect(body.errors?.[0]?.extensions?.code).toBe("RATE_LIMITED");

  const live = connectLiveClient(gateway.url);
  const codes: unknown[] = [];
  for (let time = 0; time < 4; time += 1) {
    const variables = { input: { email: "eve@example.com", password: "wrong" } };
    const { data, errors } = await live.subscribe(SIGN_IN, variables).next();
    codes.push(errors?.[0]?.extensions?.code ?? data?.signIn.userErrors[0].code);
  }
  expect(codes).toEqual([WRONG, WRONG, WRONG, "RATE_LIMITED"]);
  await live.close();
});
