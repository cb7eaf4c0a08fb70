import { normaliseEmail } from "../rules/email.js";
import { isTooLong } from "../rules/password.js";
import type { Credential } from "../store/credential-store.js";
import type { AccountServices } from "./account-services.js";
import { publishProfile } from "./publish-profile.js";
import { refused, type SessionOutcome } from "./session-outcome.js";
import { startSession } from "./start-session.js";

/** Takes as long, and says the same, whether the account is unknown or the password wrong. */
export async function signIn(
  services: AccountServices,
  input: { email: string; password: string },
): Promise<SessionOutcome> {
  const { credentials, passwords } = services;
  const account = await credentials.findByEmail(normaliseEmail(input.email));
  const password = isTooLong(input.password) ? "" : input.password;
  const right = await passwords.verify(password, account?.passwordHash ?? null);
  if (account === null || !right) return refused(wrongCredentials);
  if (!account.published) await finishRegistration(services, account);
  return startSession(services, account);
}

/** A crash may have come between the account and its profile. Signing in does not hang on it. */
async function finishRegistration(services: AccountServices, account: Credential): Promise<void> {
  try {
    await publishProfile(services, account);
  } catch (error) {
    services.logger.warn(
      { error, userId: account.userId },
      "profile not published yet; it will be at the next sign-in",
    );
  }
}

const wrongCredentials = {
  code: "WRONG_CREDENTIALS" as const,
  field: null,
  message: "E-mail and password do not belong together.",
};
