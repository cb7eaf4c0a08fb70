import { createAccessTokenIssuer } from "@marquee/accounts/tokens/access-token-issuer.js";
import { createTokenVerifier } from "@marquee/gateway/gate/token-verifier.js";
import { generateJwtKey } from "@marquee/platform/config/jwt-key.js";
import { createCursorSigner } from "@marquee/platform/cursor/signed-cursor.js";
import { createSecretCheck } from "@marquee/platform/subgraph/gateway-secret.js";
import { FixedClock } from "@marquee/platform/testing/fixed-clock.js";
import { expect, test } from "vitest";

/** What the lists hold while one key takes the place of another; processes are restarted one by one between two steps. */
function rotation<Key>(before: Key, after: Key): [Key, ...Key[]][] {
  return [[before], [before, after], [after, before], [after]];
}

/** Every pair of lists that two processes may have at the same moment. */
function pairs<Key>(steps: [Key, ...Key[]][]): [[Key, ...Key[]], [Key, ...Key[]]][] {
  return steps.flatMap((mine, n) =>
    steps.slice(Math.max(0, n - 1), n + 2).map((theirs): [typeof mine, typeof theirs] => [mine, theirs]),
  );
}

test("while JWT_KEYS are rotated, whatever accounts signs every gateway verifies", async () => {
  const clock = new FixedClock();
  for (const [signing, verifying] of pairs(rotation(generateJwtKey(), generateJwtKey()))) {
    const issuer = await createAccessTokenIssuer(signing[0], 60_000);
    const { token } = await issuer.issue({ userId: "u", roles: ["USER"], sessionId: "s" }, clock.now());
    expect((await createTokenVerifier(verifying, clock)(`Bearer ${token}`))?.viewer.userId).toBe("u");
  }
});

test("while GATEWAY_SECRETS are rotated, every gateway's secret is good at every subgraph", () => {
  for (const [presented, accepted] of pairs(rotation("a".repeat(32), "b".repeat(32)))) {
    expect(createSecretCheck(accepted)(presented[0])).toBe(true);
  }
});

test("while CURSOR_KEYS are rotated, every cursor is good everywhere", () => {
  for (const [signing, verifying] of pairs(rotation("a".repeat(32), "b".repeat(32)))) {
    const cursor = createCursorSigner(signing).sign("list", 7);
    expect(createCursorSigner(verifying).verify("list", cursor)).toBe(7);
  }
});

test("a key that was taken out is good no more", async () => {
  const clock = new FixedClock();
  const [before, after] = [generateJwtKey(), generateJwtKey()];
  const issuer = await createAccessTokenIssuer(before, 60_000);
  const { token } = await issuer.issue({ userId: "u", roles: ["USER"], sessionId: "s" }, clock.now());
  await expect(createTokenVerifier([after], clock)(`Bearer ${token}`)).rejects.toMatchObject({
    code: "UNAUTHENTICATED",
  });
  expect(createSecretCheck(["b".repeat(32)])("a".repeat(32))).toBe(false);
});
