import { type Config, defineConfig } from "@marquee/platform/config/parse-config.js";
import { wholeNumber } from "@marquee/platform/config/schemas.js";
import { z } from "zod";
import { checkEmail, normaliseEmail } from "../rules/email.js";
import { checkPassword } from "../rules/password.js";

export const accountsConfig = defineConfig({
  ACCESS_TOKEN_MINUTES: {
    schema: wholeNumber(1, 24 * 60),
    default: 15,
    doc: "How long an access token works, 1 to 1440 minutes.",
  },
  REFRESH_TOKEN_DAYS: {
    schema: wholeNumber(1, 366),
    default: 30,
    doc: "How long a refresh token works, 1 to 366 days.",
  },
  ADMIN_EMAIL: {
    schema: accepted(checkEmail, normaliseEmail).optional(),
    doc: "The administrator's e-mail; the account is made at start where absent. Embedded: generated when unset.",
  },
  ADMIN_PASSWORD: {
    schema: accepted(checkPassword, (password) => password).optional(),
    doc: "The administrator's first password, 8 to 256 characters; set together with ADMIN_EMAIL.",
    secret: true,
  },
});

export type AccountsConfig = Config<typeof accountsConfig>;

/** By the same rules as at registration. */
function accepted(check: (text: string) => string | null, read: (text: string) => string) {
  return z.string().transform((text, context) => {
    const mistake = check(text);
    if (mistake === null) return read(text);
    context.addIssue(mistake);
    return z.NEVER;
  });
}
