import { AppError } from "@marquee/platform/errors/app-error.js";
import type { EventLog } from "@marquee/platform/event-log/event-log.js";
import { TOPICS } from "@marquee/schema/events/topics.js";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type OpenedAccounts, openAccounts } from "./testing/open-accounts.js";

type Failure = "BEFORE" | "AFTER" | null;

let failing: Failure = null;
let accounts: OpenedAccounts;

/** Users' events are lost BEFORE they are stored, or stored and the answer is lost AFTER it. */
function failOnDemand(log: EventLog): EventLog {
  return {
    ...log,
    async append(topic, messages) {
      if (topic !== TOPICS.users || failing === null) return log.append(topic, messages);
      if (failing === "BEFORE") throw new AppError("UNAVAILABLE", "The log does not answer.");
      await log.append(topic, messages);
      throw new AppError("UNKNOWN_OUTCOME", "The log did not answer in time.");
    },
  };
}

beforeAll(async () => {
  accounts = await openAccounts({}, failOnDemand);
});
beforeEach(() => {
  failing = null;
});
afterAll(() => accounts.close());

const PAYLOAD = "{ session { user { id name } } userErrors { code } }";
const signIn = ({ email, password }: { email: string; password: string }) =>
  accounts.run(`mutation($input: SignInInput!) { signIn(input: $input) ${PAYLOAD} }`, { input: { email, password } });
const register = (input: { name: string; email: string; password: string }) =>
  accounts.run(`mutation($input: RegisterInput!) { register(input: $input) ${PAYLOAD} }`, { input });

test("when the log takes nothing, the e-mail is free again", async () => {
  const input = { name: "Ada", email: "ada@example.org", password: "correct horse" };
  failing = "BEFORE";
  const { errors } = await register(input);
  expect(errors[0].extensions.code).toBe("UNAVAILABLE");
  failing = null;
  expect((await signIn(input)).data.signIn.userErrors).toMatchObject([{ code: "WRONG_CREDENTIALS" }]);
  expect((await register(input)).data.register.session.user.name).toBe("Ada");
});

test("when the outcome is unknown, the account stands: registering again finds it, and it can sign in", async () => {
  const input = { name: "Bob", email: "bob@example.org", password: "correct horse" };
  failing = "AFTER";
  expect((await register(input)).errors[0].extensions.code).toBe("UNKNOWN_OUTCOME");
  failing = null;
  expect((await register(input)).data.register.session.user.name).toBe("Bob");
  expect(await unpublished()).toBe(0);
  expect((await signIn(input)).data.signIn.session.user.name).toBe("Bob");
});

test("an account that a crash left without a profile gets it at the next sign-in, and has its name before", async () => {
  const { user, input } = await accountWithoutProfile("carol@example.org");
  const viewer = { userId: user.id, roles: ["USER" as const], expiresAt: accounts.clock.now() + 1 };
  failing = "BEFORE";
  expect((await signIn(input)).data.signIn.session.user.name).toBe("Left Behind");
  expect((await accounts.run("{ viewer { name } }", {}, viewer)).data.viewer.name).toBe("Left Behind");
  expect(await unpublished()).toBe(1);
  failing = null;
  await signIn(input);
  expect(await unpublished()).toBe(0);
});

test("an account that a crash left without a profile gets it at the next start", async () => {
  const { user } = await accountWithoutProfile("dave@example.org");
  const before = (await profileEvents(user.id)).length;
  await accounts.restart();
  expect(await unpublished()).toBe(0);
  expect(await profileEvents(user.id)).toHaveLength(before + 1);
});

/** As it stands when the process dies between the claim and the append: made by hand, for nobody can die here. */
async function accountWithoutProfile(email: string) {
  const input = { name: "Left Behind", email, password: "correct horse" };
  const { user } = (await register(input)).data.register.session;
  await accounts.database.write([
    { sql: "UPDATE accounts_credentials SET published = 0 WHERE user_id = ?", paramSets: [[user.id]] },
    { sql: "DELETE FROM accounts_profiles WHERE user_id = ?", paramSets: [[user.id]] },
  ]);
  return { user, input };
}

async function unpublished(): Promise<number> {
  return (await accounts.database.all("SELECT 1 FROM accounts_credentials WHERE published = 0")).length;
}

/** The profile's events that are in the log now. */
async function profileEvents(userId: string): Promise<string[]> {
  const partition = await accounts.log.partitionOf(TOPICS.users, userId);
  const end = (await accounts.log.positions(TOPICS.users)).find((range) => range.partition === partition)?.end ?? 0;
  const values: string[] = [];
  let told = () => {};
  const reached = new Promise<void>((resolve) => {
    told = resolve;
  });
  const tail = await accounts.log.tail({
    topic: TOPICS.users,
    from: new Map([[partition, 0]]),
    onMessages(messages) {
      values.push(...messages.filter((message) => message.key === userId).map((message) => message.value));
      if (messages.some((message) => message.partition === partition && message.position >= end - 1)) told();
    },
  });
  await reached;
  await tail.close();
  return values;
}
