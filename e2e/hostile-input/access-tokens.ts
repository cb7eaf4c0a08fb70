// Access tokens as the product mints them, and as somebody without its key would.
import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";

const LIFETIME_SECONDS = 3_600;

export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  /** The public half, as it stands in a JWK. */
  x: string;
  /** For JWT_KEYS. */
  text: string;
}

export function makeSigningKey(kid: string): SigningKey {
  const { privateKey } = generateKeyPairSync("ed25519");
  const { x = "", d = "" } = privateKey.export({ format: "jwk" });
  return { kid, privateKey, x, text: encode({ kty: "OKP", crv: "Ed25519", kid, x, d }) };
}

export type Claims = Readonly<Record<string, unknown>>;

/** A token that is accepted, but for what `claims` says otherwise. */
export function mint(key: SigningKey, claims: Claims): string {
  const content = contentOf({ alg: "EdDSA", kid: key.kid, typ: "JWT" }, claims);
  return `${content}.${sign(null, Buffer.from(content), key.privateKey).toString("base64url")}`;
}

/** The same content unsigned. */
export function mintUnsigned(claims: Claims): string {
  return `${contentOf({ alg: "none", typ: "JWT" }, claims)}.`;
}

/** Signed with what everybody may know, for a verifier that takes the algorithm from the token. */
export function mintWithPublicKey(key: SigningKey, claims: Claims): string {
  const content = contentOf({ alg: "HS256", kid: key.kid, typ: "JWT" }, claims);
  const secret = Buffer.from(key.x, "base64url");
  return `${content}.${createHmac("sha256", secret).update(content).digest("base64url")}`;
}

function contentOf(header: Claims, claims: Claims): string {
  const issuedAt = Math.floor(Date.now() / 1_000);
  const standard = { iss: "marquee", aud: "marquee", roles: ["USER"], iat: issuedAt, exp: issuedAt + LIFETIME_SECONDS };
  return `${encode(header)}.${encode({ ...standard, ...claims })}`;
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
