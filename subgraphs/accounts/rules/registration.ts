import { checkEmail, normaliseEmail } from "./email.js";
import { checkPassword } from "./password.js";
import { checkName, normaliseName } from "./user-name.js";

export interface Registration {
  name: string;
  email: string;
  password: string;
}

export interface RegistrationMistake {
  code: "INVALID";
  field: string[];
  message: string;
}

/** Name and e-mail in the form in which they are kept. */
export function normaliseRegistration(input: Registration): Registration {
  return { name: normaliseName(input.name), email: normaliseEmail(input.email), password: input.password };
}

/** Everything that is wrong with it at once; empty when the account can be made. */
export function checkRegistration(input: Registration): RegistrationMistake[] {
  const messages = {
    name: checkName(input.name),
    email: checkEmail(input.email),
    password: checkPassword(input.password),
  };
  return Object.entries(messages).flatMap(([field, message]) =>
    message === null ? [] : [{ code: "INVALID" as const, field: ["input", field], message }],
  );
}
