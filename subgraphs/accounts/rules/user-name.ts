const MAX_CHARACTERS = 100;
// Control characters, halves of surrogate pairs, and marks that turn the direction of what is written beside the name.
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

export function normaliseName(name: string): string {
  return name.trim().normalize("NFC");
}

/** What is wrong with a name, null when nothing is. */
export function checkName(name: string): string | null {
  const normalised = normaliseName(name);
  if (normalised === "") return "A name needs at least one character that can be seen.";
  if (Array.from(normalised).length > MAX_CHARACTERS) return `A name may have at most ${MAX_CHARACTERS} characters.`;
  return FORBIDDEN.test(normalised) ? "A name may not hold control characters." : null;
}
