import type { Clock } from "@marquee/platform/clock/clock.js";
import type { JwtKey } from "@marquee/platform/config/jwt-key.js";
import { AppError } from "@marquee/platform/errors/app-error.js";
import type { Role, Viewer } from "@marquee/platform/subgraph/subgraph-endpoint.js";
import { createLocalJWKSet, errors, type JWTPayload, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import { publicKeysOf } from "./public-keys.js";

/**
 * Who is behind an `Authorization` value, and in which session (null in tokens of before sessions were named): null where there is none. Throws UNAUTHENTICATED for one that is not a valid,
 * unexpired access token of ours.
 */
export type TokenVerifier = (authorization: unknown) => Promise<Bearer | null>;

export interface Bearer {
  viewer: Viewer;
  sessionId: string | null;
}

const NAME = "marquee";
/** Tokens that were verified and are taken at their word until they expire: the signature of one never changes, nor do the keys of a process. */
const KEPT = 10_000;
const ROLES: readonly string[] = ["USER", "ADMIN"] satisfies Role[];

export function createTokenVerifier(
  keys: readonly Pick<JwtKey, "kty" | "crv" | "kid" | "x">[],
  clock: Clock,
): TokenVerifier {
  const publicKeys = createLocalJWKSet(publicKeysOf(keys));
  const verified = new LRUCache<string, Bearer>({ max: KEPT });
  return async (authorization) => {
    if (authorization === undefined || authorization === null || authorization === "") return null;
    const token = /^Bearer +([^\s]+)$/i.exec(String(authorization))?.[1];
    if (token === undefined) throw refused('The authorization must read "Bearer" and an access token.');
    const known = verified.get(token);
    if (known !== undefined && clock.now() < known.viewer.expiresAt) return known;
    try {
      const { payload } = await jwtVerify(token, publicKeys, {
        algorithms: ["EdDSA"],
        issuer: NAME,
        audience: NAME,
        requiredClaims: ["sub", "exp"],
        currentDate: new Date(clock.now()),
      });
      const bearer = toBearer(payload);
      verified.set(token, bearer);
      return bearer;
    } catch (cause) {
      if (cause instanceof errors.JWTExpired) {
        throw refused("The access token has expired; get a new one with refreshSession or signIn.", cause);
      }
      throw refused(
        "The access token is not valid; sign in again, or leave it out to go on without an account.",
        cause,
      );
    }
  };
}

function toBearer({ sub, exp, roles, sid }: JWTPayload): Bearer {
  if (typeof sub !== "string" || sub === "" || typeof exp !== "number") throw new Error("sub and exp are missing");
  const known = Array.isArray(roles) ? roles.filter((role): role is Role => ROLES.includes(role)) : [];
  const viewer = { userId: sub, roles: known, expiresAt: exp * 1000 };
  return { viewer, sessionId: typeof sid === "string" && sid !== "" ? sid : null };
}

function refused(message: string, cause?: unknown): AppError {
  return new AppError("UNAUTHENTICATED", message, cause === undefined ? {} : { cause });
}
