const MAX_CHARACTERS = 100;

export function normaliseName(name: string): string {
  return name.trim().normalize("NFC");
}

/** What is wrong with a name's length, null when nothing is. */
export function checkName(name: string): string | null {
  const normalised = normaliseName(name);
  if (normalised === "") return "A name needs at least one character that can be seen.";
  if (Array.from(normalised).length > MAX_CHARACTERS) return `A name may have at most ${MAX_CHARACTERS} characters.`;
  return null;
}
