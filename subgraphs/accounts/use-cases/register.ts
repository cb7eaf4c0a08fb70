import { checkRegistration, normaliseRegistration, type Registration } from "../rules/registration.js";
import { type CreateAccountServices, createAccount } from "./create-account.js";
import { refused, type SessionOutcome } from "./session-outcome.js";
import { type SessionServices, startSession } from "./start-session.js";

/** Makes an account and signs it in. Throws UNAVAILABLE when nothing was made, UNKNOWN_OUTCOME when it may have been. */
export async function register(
  services: CreateAccountServices & SessionServices,
  input: Registration,
): Promise<SessionOutcome> {
  const mistakes = checkRegistration(input);
  if (mistakes.length > 0) return refused(...mistakes);
  const account = await createAccount(services, normaliseRegistration(input), ["USER"]);
  if (account !== null) return startSession(services, account);
  return refused({
    code: "TAKEN",
    field: ["input", "email"],
    message: "There is an account with this e-mail address; sign in instead.",
  });
}
