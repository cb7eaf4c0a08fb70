import { createHash, randomBytes } from "node:crypto";

const RANDOM_BYTES = 32;

/** 256 random bits in base64url. */
export function newRefreshToken(): string {
  return randomBytes(RANDOM_BYTES).toString("base64url");
}

/** What is stored of it. No salt and no slow hash: nobody guesses 256 random bits. */
export function hashRefreshToken(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}
