import { normaliseEmail } from "../rules/email.js";
import { isTooLong } from "../rules/password.js";
import type { AccountServices } from "./account-services.js";
import { finishRegistration } from "./finish-registrations.js";
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
  await finishRegistration(services, account);
  return startSession(services, account);
}

const wrongCredentials = {
  code: "WRONG_CREDENTIALS" as const,
  field: null,
  message: "E-mail and password do not belong together.",
};
