import { TOPICS } from "@marquee/schema/events/topics.js";
import { UserProfileChanged } from "@marquee/schema/events/user-profile-changed.js";
import { UserRetired } from "@marquee/schema/events/user-retired.js";
import { createLocalJWKSet, decodeJwt, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenedAccounts, openAccounts } from "./testing/open-accounts.js";

const SESSION = "session { accessToken expiresAt refreshToken user { id name } } userErrors { code field message }";
const REGISTER = `mutation($input: RegisterInput!) { register(input: $input) { ${SESSION} } }`;
const SIGN_IN = `mutation($input: SignInInput!) { signIn(input: $input) { ${SESSION} } }`;
const REFRESH = `mutation($token: String!) { refreshSession(refreshToken: $token) { ${SESSION} } }`;
const ENTITIES = `query($of: [_Any!]!) { _entities(representations: $of) { ... on User { id name } } }`;

let accounts: OpenedAccounts;

beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.close());

let counter = 0;
/** Nobody else's input. */
function someone() {
  counter += 1;
  return { name: `Someone ${counter}`, email: `someone${counter}@example.org`, password: `correct horse ${counter}` };
}

async function register(input = someone()) {
  const { data } = await accounts.run(REGISTER, { input });
  expect(data.register.userErrors).toEqual([]);
  return { ...input, ...data.register.session };
}

const viewerOf = (userId: string) => ({ userId, roles: ["USER" as const], expiresAt: accounts.clock.now() + 60_000 });

test("whoever registers is signed in, and seen under that name at once", async () => {
  const { user, name, accessToken, expiresAt } = await register();
  expect(user.name).toBe(name);
  const { data } = await accounts.run(
    "query($id: ID!) { user(id: $id) { name } viewer { id name } }",
    { id: user.id },
    viewerOf(user.id),
  );
  expect(data).toEqual({ user: { name }, viewer: { id: user.id, name } });

  const { kty, crv, kid, x } = accounts.jwtKey;
  const { payload, protectedHeader } = await jwtVerify(
    accessToken,
    createLocalJWKSet({ keys: [{ kty, crv, kid, x }] }),
    {
      issuer: "marquee",
      audience: "marquee",
      algorithms: ["EdDSA"],
      currentDate: new Date(accounts.clock.now()),
    },
  );
  expect(protectedHeader.kid).toBe(kid);
  expect(payload).toMatchObject({ sub: user.id, roles: ["USER"] });
  expect(expiresAt).toBe("2026-03-01T12:15:00.000Z");
  expect(payload.exp).toBe(Date.parse(expiresAt) / 1000);
});

test("the profile is a fact in the log, keyed by the user, without anything secret", async () => {
  const { user, email, password } = await register();
  const partition = await accounts.log.partitionOf(TOPICS.users, user.id);
  const values: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const tail = accounts.log.tail({
      topic: TOPICS.users,
      from: new Map([[partition, 0]]),
      onMessages(messages) {
        values.push(...messages.map((message) => message.value));
        if (values.some((value) => value.includes(user.id))) tail.then((open) => open.close()).then(resolve, reject);
      },
    });
  });
  const value = values.find((text) => text.includes(user.id)) ?? "";
  expect(JSON.parse(value)).toMatchObject({
    type: "UserProfileChanged",
    userId: user.id,
    name: user.name,
    origin: "live",
  });
  expect(value).not.toContain(email);
  expect(value).not.toContain(password);
});

test("an e-mail address is taken once, however it is written", async () => {
  const { email } = await register();
  const again = { ...someone(), email: `  ${email.toUpperCase()} ` };
  const { data } = await accounts.run(REGISTER, { input: again });
  expect(data.register).toMatchObject({ session: null, userErrors: [{ code: "TAKEN", field: ["input", "email"] }] });
});

test("the same registration sent again finds the account that it made, for a day", async () => {
  const { user, ...input } = await register();
  const again = async (changes: object) =>
    (await accounts.run(REGISTER, { input: { ...pick(input), ...changes } })).data.register;
  expect((await again({})).session.user).toEqual(user);
  const taken = { session: null, userErrors: [{ code: "TAKEN" }] };
  expect(await again({ password: "another password" })).toMatchObject(taken);
  expect(await again({ name: "Somebody else" })).toMatchObject(taken);
  accounts.clock.advance(25 * 3_600_000);
  expect(await again({})).toMatchObject(taken);
});

const pick = ({ name, email, password }: ReturnType<typeof someone>) => ({ name, email, password });

test("of many who register with one address at the same moment, one has it", async () => {
  const { email } = someone();
  const results = await Promise.all(
    Array.from({ length: 5 }, () => accounts.run(REGISTER, { input: { ...someone(), email } })),
  );
  const codes = results.map(({ data }) => data.register.userErrors[0]?.code ?? "made").sort();
  expect(codes).toEqual(["TAKEN", "TAKEN", "TAKEN", "TAKEN", "made"]);
});

test("everything wrong with a registration is told at once", async () => {
  const { data } = await accounts.run(REGISTER, { input: { name: " ", email: "nobody", password: "short" } });
  expect(data.register.session).toBeNull();
  expect(data.register.userErrors.map((mistake: { field: string[] }) => mistake.field[1])).toEqual([
    "name",
    "email",
    "password",
  ]);
});

test("signs in by e-mail without regard to case, and not with another password or for nobody", async () => {
  const { email, password, user } = await register();
  const signIn = async (input: object) => (await accounts.run(SIGN_IN, { input })).data.signIn;
  expect((await signIn({ email: email.toUpperCase(), password })).session.user).toEqual(user);
  const wrong = { session: null, userErrors: [{ code: "WRONG_CREDENTIALS", field: null }] };
  const refusals = [
    await signIn({ email, password: `${password}x` }),
    await signIn({ email: "nobody@example.org", password }),
    await signIn({ email, password: "x".repeat(100_000) }),
    await signIn({ email: "", password: "" }),
  ];
  for (const refusal of refusals) expect(refusal).toMatchObject(wrong);
  expect(new Set(refusals.map((refusal) => refusal.userErrors[0].message)).size).toBe(1);
});

test("a refresh token is good once; shown again it ends its whole session, and no other", async () => {
  const first = await register();
  const other = (await accounts.run(SIGN_IN, { input: { email: first.email, password: first.password } })).data.signIn
    .session;
  const refresh = async (token: string) => (await accounts.run(REFRESH, { token })).data.refreshSession;

  const second = (await refresh(first.refreshToken)).session;
  expect(second.user).toEqual(first.user);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  const third = (await refresh(second.refreshToken)).session;
  expect((await refresh(first.refreshToken)).userErrors).toMatchObject([{ code: "INVALID", field: ["refreshToken"] }]);
  expect((await refresh(third.refreshToken)).session).toBeNull();
  expect((await refresh(other.refreshToken)).session.user).toEqual(first.user);
  expect((await refresh("never given out")).session).toBeNull();
});

test("a refresh token expires", async () => {
  const { refreshToken } = await register();
  accounts.clock.advance(30 * 24 * 3_600_000);
  expect((await accounts.run(REFRESH, { token: refreshToken })).data.refreshSession.session).toBeNull();
});

test("signing out ends the session, and says whether there was one", async () => {
  const { refreshToken } = await register();
  const signOut = async () =>
    (await accounts.run("mutation($token: String!) { signOut(refreshToken: $token) }", { token: refreshToken })).data
      .signOut;
  expect(await signOut()).toBe(true);
  expect(await signOut()).toBe(false);
  expect((await accounts.run(REFRESH, { token: refreshToken })).data.refreshSession.session).toBeNull();
});

test("a session keeps its name when it is refreshed, and gateways learn when it is over", async () => {
  const first = await register();
  const second = (await accounts.run(REFRESH, { token: first.refreshToken })).data.refreshSession.session;
  const other = await register();
  const [sid, same, others] = [first, second, other].map(({ accessToken }) => decodeJwt(accessToken).sid as string);
  expect(same).toBe(sid);
  const ended = async (ids: unknown[]) => accounts.run("query($ids: [ID!]!) { endedSessions(ids: $ids) }", { ids });
  expect((await ended([sid, others])).data.endedSessions).toEqual([]);
  await accounts.run("mutation($token: String!) { signOut(refreshToken: $token) }", { token: second.refreshToken });
  expect((await ended([sid, others])).data.endedSessions).toEqual([sid]);
  expect((await ended(Array(1_001).fill(sid))).errors[0].extensions.code).toBe("BAD_USER_INPUT");
});

test("nobody is the viewer of an anonymous request, and an unknown user is null", async () => {
  const { data, errors } = await accounts.run('{ viewer { id } user(id: "no such \\u0000 id") { id } }');
  expect(errors).toBeUndefined();
  expect(data).toEqual({ viewer: null, user: null });
});

test("users of datasets are known, and once retired only as entities", async () => {
  const facts = { userId: "synthetic:17", occurredAt: 0, origin: "import" as const };
  await append(UserProfileChanged.encode(UserProfileChanged.create({ ...facts, eventId: "e1", name: "Ada" })));
  const query = '{ user(id: "synthetic:17") { name } statistics { users } }';
  const before = (await accounts.run(query)).data;
  expect(before.user).toEqual({ name: "Ada" });
  await append(UserRetired.encode(UserRetired.create({ ...facts, eventId: "e2" })));
  expect((await accounts.run(query)).data).toEqual({ user: null, statistics: { users: before.statistics.users - 1 } });
  const of = [{ __typename: "User", id: "synthetic:17" }];
  expect((await accounts.run(ENTITIES, { of })).data._entities).toEqual([{ id: "synthetic:17", name: "Ada" }]);
});

test("twenty representations cost one read", async () => {
  const users = Array.from({ length: 19 }, (_, n) => `synthetic:crowd-${n}`);
  for (const userId of users) {
    const facts = { eventId: userId, userId, name: userId, occurredAt: 0, origin: "import" as const };
    await append(UserProfileChanged.encode(UserProfileChanged.create(facts)));
  }
  const of = [...users, users[0]].map((id) => ({ __typename: "User", id }));
  accounts.takeReads();
  const { data } = await accounts.run(ENTITIES, { of });
  expect(data._entities.map((user: { id: string }) => user.id)).toEqual(of.map(({ id }) => id));
  expect(accounts.takeReads()).toBe(1);
});

test("an unknown user is null among others", async () => {
  const { user } = await register();
  const of = ["nobody", user.id].map((id) => ({ __typename: "User", id }));
  expect((await accounts.run(ENTITIES, { of })).data._entities).toEqual([null, user]);
});

test("nothing secret is logged", async () => {
  const { password, refreshToken, accessToken, email } = await register();
  for (let use = 0; use < 2; use += 1) await accounts.run(REFRESH, { token: refreshToken });
  await accounts.run(SIGN_IN, { input: { email, password: "not this one" } });
  const lines = JSON.stringify(accounts.logger.lines);
  for (const secret of [password, refreshToken, accessToken, "not this one"]) expect(lines).not.toContain(secret);
});

/** Resolves when the projector has folded it. */
function append(message: { key: string; value: string }): Promise<void> {
  return accounts.appendAndFold("accounts", TOPICS.users, [message]);
}
