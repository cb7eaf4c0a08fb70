const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 256;

/** The form that is hashed: the same keys give the same password on every system. */
export function normalisePassword(password: string): string {
  return password.normalize("NFC");
}

/** What is wrong with a password, null when nothing is. */
export function checkPassword(password: string): string | null {
  const characters = Array.from(password).length;
  if (characters < MIN_CHARACTERS) return `A password needs at least ${MIN_CHARACTERS} characters.`;
  return isTooLong(password) ? `A password may have at most ${MAX_CHARACTERS} characters.` : null;
}

/** Too long to have been accepted, so not worth a hash. */
export function isTooLong(password: string): boolean {
  return password.length > 2 * MAX_CHARACTERS || Array.from(password).length > MAX_CHARACTERS;
}
