import type { JwtKey } from "@marquee/platform/config/jwt-key.js";
import type { Role } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { importJWK, SignJWT } from "jose";

const NAME = "marquee";

export interface AccessToken {
  token: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Signs who somebody is, for the gateway to verify without asking anybody. */
export interface AccessTokenIssuer {
  /** `now` in milliseconds since 1970. */
  issue(user: { userId: string; roles: readonly Role[]; sessionId: string }, now: number): Promise<AccessToken>;
}

/** The first of JWT_KEYS signs. */
export async function createAccessTokenIssuer(key: JwtKey, lifetimeMs: number): Promise<AccessTokenIssuer> {
  const signingKey = await importJWK({ ...key }, "EdDSA");
  return {
    async issue({ userId, roles, sessionId }, now) {
      const issuedAt = Math.floor(now / 1000);
      const expiresAt = issuedAt + Math.floor(lifetimeMs / 1000);
      const token = await new SignJWT({ roles: [...roles], sid: sessionId })
        .setProtectedHeader({ alg: "EdDSA", kid: key.kid, typ: "JWT" })
        .setIssuer(NAME)
        .setAudience(NAME)
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(signingKey);
      return { token, expiresAt: expiresAt * 1000 };
    },
  };
}
