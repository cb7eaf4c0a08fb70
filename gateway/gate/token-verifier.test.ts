import { generateJwtKey } from "@marquee/platform/config/jwt-key.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { importJWK, SignJWT } from "jose";
import { expect, test } from "vitest";
import { createTokenVerifier } from "./token-verifier.js";

const clock = new FixedClock();
const [current, former, foreign] = [generateJwtKey(), generateJwtKey(), generateJwtKey()];
const verify = createTokenVerifier([current, former], clock);

async function bearer(
  key: ReturnType<typeof generateJwtKey>,
  kid: string | undefined,
  claims: Record<string, unknown> = {},
) {
  const payload = {
    sub: "u1",
    roles: ["USER"],
    iss: "marquee",
    aud: "marquee",
    exp: clock.now() / 1000 + 60,
    ...claims,
  };
  const header = { alg: "EdDSA", ...(kid === undefined ? {} : { kid }) };
  return `Bearer ${await new SignJWT(payload).setProtectedHeader(header).sign(await importJWK({ ...key }, "EdDSA"))}`;
}

test("every key verifies, found by its id", async () => {
  for (const key of [current, former]) {
    const viewer = { userId: "u1", roles: ["USER"], expiresAt: clock.now() + 60_000 };
    expect(await verify(await bearer(key, key.kid))).toEqual({ viewer, sessionId: null });
    expect(await verify(await bearer(key, key.kid, { sid: "s1" }))).toEqual({ viewer, sessionId: "s1" });
  }
});

test("nothing given is an anonymous viewer", async () => {
  for (const nothing of [undefined, null, ""]) expect(await verify(nothing)).toBeNull();
});

test.each([
  ["signed with a key that is not ours, under the id of one that is", () => bearer(foreign, current.kid)],
  ["without an expiry", () => bearer(current, current.kid, { exp: undefined })],
  ["without a subject", () => bearer(current, current.kid, { sub: undefined })],
  ["with an empty subject", () => bearer(current, current.kid, { sub: "" })],
  ["not yet valid", () => bearer(current, current.kid, { nbf: clock.now() / 1000 + 60 })],
  ["in another scheme", async () => "Basic dTpw"],
  ["no string", async () => ({ toString: () => "Bearer x" })],
])("a token %s is UNAUTHENTICATED", async (_what, authorization) => {
  await expect(verify(await authorization())).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});

test("roles that nobody knows are left out", async () => {
  const known = await verify(await bearer(current, current.kid, { roles: ["ADMIN", "ROOT", 7] }));
  expect(known?.viewer.roles).toEqual(["ADMIN"]);
  expect((await verify(await bearer(current, current.kid, { roles: "ADMIN" })))?.viewer.roles).toEqual([]);
});

test("a token that was verified before is good until it expires, and no longer", async () => {
  const ticking = new FixedClock();
  const verifyAt = createTokenVerifier([current], ticking);
  const token = await bearer(current, current.kid, { exp: ticking.now() / 1000 + 60 });
  const first = await verifyAt(token);
  ticking.advance(59_999);
  expect(await verifyAt(token)).toBe(first);
  ticking.advance(1);
  await expect(verifyAt(token)).rejects.toThrow("has expired");
  await expect(verifyAt(token.slice(0, -4))).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
});
