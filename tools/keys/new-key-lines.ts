import { randomBytes } from "node:crypto";
import { encodeJwtKey, generateJwtKey } from "@marquee/platform/config/jwt-key.js";

const SECRET_BYTES = 32;

/** Lines for a .env with one new key each. An older one is kept by putting it behind the new one, after a comma: all are accepted. */
export function newKeyLines(): string {
  const values = {
    CURSOR_KEYS: newSecret(),
    GATEWAY_SECRETS: newSecret(),
    JWT_KEYS: encodeJwtKey(generateJwtKey()),
  };
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}
