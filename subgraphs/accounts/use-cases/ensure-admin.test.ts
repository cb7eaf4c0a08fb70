import { afterEach, expect, test } from "vitest";
import { type OpenedAccounts, openAccounts } from "../testing/open-accounts.js";

let accounts: OpenedAccounts;
afterEach(() => accounts.close());

async function rolesOf(email: string): Promise<string[] | undefined> {
  const [row] = await accounts.database.all<{ roles: string }>(
    "SELECT roles FROM accounts_credentials WHERE email = ?",
    [email],
  );
  return row === undefined ? undefined : JSON.parse(row.roles);
}

async function signIn(input: { email: string; password: string }) {
  const query = "mutation($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }";
  return (await accounts.run(query, { input })).data.signIn.session;
}

function claimsOf(accessToken: string): { roles: string[] } {
  return JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString());
}

test("without a wish an administrator is generated when asked for, told once, and can sign in", async () => {
  accounts = await openAccounts();
  // A start that fails before it could show one must not have made one.
  await accounts.restart();
  const generated = await accounts.subgraph().generateAdmin();
  if (generated === null) throw new Error("nothing was generated");
  expect(generated.email).toBe("admin@marquee.local");
  expect(claimsOf((await signIn(generated)).accessToken).roles).toEqual(["USER", "ADMIN"]);
  expect(JSON.stringify(accounts.logger.lines)).not.toContain(generated.password);
  expect(await (await accounts.restart()).generateAdmin()).toBeNull();
  expect(await signIn(generated)).not.toBeNull();
});

test("the administrator that is asked for is made where absent, and left alone after that", async () => {
  accounts = await openAccounts({ ADMIN_EMAIL: " Root@Example.org ", ADMIN_PASSWORD: "first password" });
  expect(await accounts.subgraph().generateAdmin()).toBeNull();
  await accounts.restart({ ADMIN_EMAIL: "root@example.org", ADMIN_PASSWORD: "second password" });
  expect(await signIn({ email: "root@example.org", password: "second password" })).toBeNull();
  expect(await signIn({ email: "root@example.org", password: "first password" })).not.toBeNull();
  expect(await rolesOf("root@example.org")).toEqual(["USER", "ADMIN"]);
  expect(await (await accounts.restart({})).generateAdmin()).toBeNull();
});

test("an account that has the address already does not become an administrator", async () => {
  accounts = await openAccounts();
  const input = { name: "Eve", email: "eve@example.org", password: "correct horse" };
  await accounts.run("mutation($input: RegisterInput!) { register(input: $input) { userErrors { code } } }", { input });
  await accounts.restart({ ADMIN_EMAIL: input.email, ADMIN_PASSWORD: "another one" });
  expect(await rolesOf(input.email)).toEqual(["USER"]);
  expect(accounts.logger.lines).toContainEqual(
    expect.objectContaining({ level: "warn", fields: expect.objectContaining({ email: input.email }) }),
  );
});

test("half an answer is refused", async () => {
  accounts = await openAccounts();
  await expect(accounts.restart({ ADMIN_EMAIL: "root@example.org" })).rejects.toMatchObject({ code: "CONFIG_INVALID" });
});
