import { randomBytes } from "node:crypto";
import { encodeJwtKey, generateJwtKey } from "@marquee/platform/config/jwt-key.js";

const SECRET_BYTES = 32;
/** How long a signing key is meant to be used: an alert says when it is time, nothing refuses it. */
const KEY_SECONDS = 365 * 24 * 60 * 60;

/** Lines for a .env with one new key each. An older one is kept by putting it behind the new one, after a comma: all are accepted. */
export function newKeyLines(nowMs = Date.now()): string {
  const exp = Math.floor(nowMs / 1000) + KEY_SECONDS;
  const values = {
    CURSOR_KEYS: newSecret(),
    GATEWAY_SECRETS: newSecret(),
    JWT_KEYS: encodeJwtKey({ ...generateJwtKey(), exp }),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}
