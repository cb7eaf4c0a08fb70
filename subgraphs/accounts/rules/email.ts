const MAX_CHARACTERS = 254;
const MAX_LOCAL_CHARACTERS = 64;
const SHAPE = /^([^\s@\p{C}]+)@[^\s@.,;:<>()[\]"\p{C}]+(\.[^\s@.,;:<>()[\]"\p{C}]+)+$/u;

/** The form in which addresses are compared and kept: no blanks around, lower case, composed. */
export function normaliseEmail(email: string): string {
  return email.trim().normalize("NFC").toLowerCase();
}

/** What is wrong with an address, null when nothing is. Whether somebody reads mail there is not for a rule to know. */
export function checkEmail(email: string): string | null {
  const normalised = normaliseEmail(email);
  if (normalised.length > MAX_CHARACTERS) return `An e-mail address may have at most ${MAX_CHARACTERS} characters.`;
  const local = SHAPE.exec(normalised)?.[1];
  if (local !== undefined && local.length <= MAX_LOCAL_CHARACTERS) return null;
  return "This is no e-mail address; one looks like name@example.org.";
}
