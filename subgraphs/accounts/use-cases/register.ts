import { findHiddenCharacters } from "@marquee/platform/text/hidden-characters.js";
import { checkRegistration, normaliseRegistration, type Registration } from "../rules/registration.js";
import { normaliseName } from "../rules/user-name.js";
import type { Credential } from "../store/credential-store.js";
import type { AccountServices } from "./account-services.js";
import { createAccount } from "./create-account.js";
import { finishRegistration } from "./finish-registrations.js";
import { refused, type SessionOutcome } from "./session-outcome.js";
import { startSession } from "./start-session.js";

/** What the same registration, sent again, still counts as. */
const REPEAT_WITHIN_MS = 24 * 60 * 60 * 1000;

/**
 * Makes an account and signs it in. Throws UNAVAILABLE when nothing was made, UNKNOWN_OUTCOME when it may have been: the same
 * registration may be sent again within 24 hours, and finds the account that it made.
 */
export async function register(services: AccountServices, input: Registration): Promise<SessionOutcome> {
  const name = normaliseName(input.name);
  const mistakes = [...checkRegistration(input), ...findHiddenCharacters("LINE", { name })];
  if (mistakes.length > 0) return refused(...mistakes);
  const registration = normaliseRegistration(input);
  const account =
    (await createAccount(services, registration, ["USER"])) ?? (await findRepeated(services, registration));
  if (account !== null) return startSession(services, account);
  return refused({
    code: "TAKEN",
    field: ["input", "email"],
    message: "There is an account with this e-mail address; sign in instead.",
  });
}

/** The account that this very registration made. Whoever knows its password could sign in just as well. */
async function findRepeated(services: AccountServices, registration: Registration): Promise<Credential | null> {
  const { credentials, passwords, clock } = services;
  const { email, name, password } = registration;
  const account = await credentials.findByEmail(email);
  if (account === null || account.name !== name) return null;
  if (clock.now() - account.createdAt > REPEAT_WITHIN_MS) return null;
  if (!(await passwords.verify(password, account.passwordHash))) return null;
  await finishRegistration(services, account);
  return account;
}
