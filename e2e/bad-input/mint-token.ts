import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";

/** A key pair of the test's own, as it goes into JWT_KEYS. */
export interface TokenKey {
  privateKey: KeyObject;
  jwtKeys: string;
}

export function makeTokenKey(): TokenKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  const jwk = { ...privateKey.export({ format: "jwk" }), kid: "test" };
  return { privateKey, jwtKeys: base64url(jwk) };
}

export function mintToken(
  key: TokenKey,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
): string {
  const nowSeconds = Math.floor(Date.now() / 1000);
  const payload = {
    iss: "marquee",
    aud: "marquee",
    iat: nowSeconds,
    exp: nowSeconds + 600,
    roles: ["USER"],
    ...claims,
  };
  const text = `${base64url({ alg: "EdDSA", kid: "test", ...header })}.${base64url(payload)}`;
  return `${text}.${sign(null, Buffer.from(text), key.privateKey).toString("base64url")}`;
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
