import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { z } from "zod";

/** A private Ed25519 key as a JSON Web Key (RFC 8037), ready for a JOSE library. */
export interface JwtKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly alg: "EdDSA";
  /** Names the key in a token's header; the thumbprint (RFC 7638) unless it was given one. */
  readonly kid: string;
  /** The public half, base64url. */
  readonly x: string;
  /** The private half, base64url. */
  readonly d: string;
  /** When it is to be replaced, in seconds since 1970: watched, not enforced. */
  readonly exp?: number;
}

const ENCODED_32_BYTES = /^[A-Za-z0-9_-]{43}$/;

/** Reads a JWK object; the halves must belong together. */
export const jwtKeySchema = z
  .object({
    kty: z.literal("OKP"),
    crv: z.literal("Ed25519"),
    kid: z.string().min(1).max(128).optional(),
    x: z.string().regex(ENCODED_32_BYTES),
    d: z.string().regex(ENCODED_32_BYTES),
    exp: z.number().int().positive().optional(),
  })
  .refine(halvesBelongTogether)
  .transform(
    ({ kty, crv, kid, x, d, exp }): JwtKey => ({
      ...{ kty, crv, alg: "EdDSA", kid: kid ?? thumbprint(x), x, d },
      ...(exp === undefined ? {} : { exp }),
    }),
  );

/** Reads a JWK in base64url, as it stands in JWT_KEYS. */
export const jwtKeyFromText = z.string().transform((text, context): JwtKey => {
  const parsed = jwtKeySchema.safeParse(decodeJson(text));
  if (parsed.success) return parsed.data;
  context.addIssue("expected a private Ed25519 key as a JWK in base64url");
  return z.NEVER;
});

export function generateJwtKey(): JwtKey {
  const { x = "", d = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  return { kty: "OKP", crv: "Ed25519", alg: "EdDSA", kid: thumbprint(x), x, d };
}

export function encodeJwtKey(key: JwtKey): string {
  return Buffer.from(JSON.stringify(key)).toString("base64url");
}

function halvesBelongTogether(key: { x: string; d: string }): boolean {
  try {
    const privateKey = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", x: key.x, d: key.d }, format: "jwk" });
    return createPublicKey(privateKey).export({ format: "jwk" }).x === key.x;
  } catch {
    return false;
  }
}

function thumbprint(x: string): string {
  return createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest("base64url");
}

function decodeJson(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
