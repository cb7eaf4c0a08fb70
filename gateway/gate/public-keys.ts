import type { JwtKey } from "@marquee/platform/config/jwt-key.js";

export interface PublicKey {
  kty: "OKP";
  crv: "Ed25519";
  alg: "EdDSA";
  use: "sig";
  kid: string;
  x: string;
}

/** A JSON Web Key Set (RFC 7517). */
export interface PublicKeys {
  keys: PublicKey[];
}

/** The public halves of JWT_KEYS: nobody who has them can sign. */
export function publicKeysOf(keys: readonly Pick<JwtKey, "kty" | "crv" | "kid" | "x">[]): PublicKeys {
  return { keys: keys.map(({ kty, crv, kid, x }) => ({ kty, crv, alg: "EdDSA", use: "sig", kid, x })) };
}
